/** What one visitor does at the kiosk, from the first question to the end; nothing of it outlives `end()`. */

import { NetworkLost, api } from "../bersama/api.js";
import { put, sentence } from "../bersama/language.js";
import { VisitFeed } from "../bersama/visit-feed.js";
import "../bersama/undelivered-banner.js";
import { showComplaintCodes, showWayToOwnPhone } from "./complaint-codes.js";

/** @typedef {import("../bersama/screens.js").Screens} Screens */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** Screens to which no Back leads: what was sent stays sent. */
const PASSED = ["guestbook", "feedback", "complaint"];

export class Session {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {string[]} the screens behind the present one */
  #trail = [];
  #asked = false;
  /** @type {Map<string, any>} the publications that were chosen here, by id */
  #chosen = new Map();

  /** @param {Screens} screens @param {Unit} unit */
  constructor(screens, unit) {
    this.screens = screens;
    this.unit = unit;
    const main = screens.root;
    main.addEventListener("visitopened", (event) => this.#opened(/** @type {CustomEvent} */ (event).detail));
    main.addEventListener("publicationchosen", (event) => this.#choose(/** @type {CustomEvent} */ (event).detail));
    main.addEventListener("readingwanted", (event) => this.#read(/** @type {CustomEvent} */ (event).detail));
    main.addEventListener("feedbackgiven", () => this.#thank());
    main.addEventListener("helpwanted", (event) => this.#choose(this.#chosen.get(/** @type {CustomEvent} */ (event).detail.publication_id)));
    main.addEventListener("screenshown", () => this.#element("undelivered-banner").show());
    main.addEventListener("complaintsent", (event) => showComplaintCodes(main, /** @type {CustomEvent} */ (event).detail));
    main.addEventListener("click", (event) => this.#press(event));
  }

  /** @param {string} token the kiosk's */
  begin(token) {
    this.screens.show("guestbook");
    this.#element("guest-book").begin(this.unit, token);
  }

  /**
   * A visit that was begun before, with the question how it was first if there is something to rate.
   * @param {string} token the visit's
   * @throws {NetworkLost | import("../bersama/api.js").ProblemError} where it is not known, or not now
   */
  async resume(token) {
    const visit = await api("GET", "/visit", { token });
    this.#opened({ ...visit, visit_token: token });
    this.#feed?.take(visit);
    this.asksHowItWas();
  }

  /** A complaint that belongs to no visit. */
  complain() {
    this.screens.show("complaint");
    this.#complain();
  }

  /** Whether no screen lies behind the first one of a complaint without a visit. */
  get isAtStart() {
    return !this.#feed && this.#element("complaint-form")?.isAtStart;
  }

  /** One step back, wherever the visitor is; what was sent stays sent. */
  back() {
    if (this.screens.current === "guestbook") return this.#element("guest-book").back();
    if (this.screens.current === "feedback" && this.#element("visit-feedback").back()) return;
    if (this.screens.current === "complaint" && this.#element("complaint-form").back()) return;
    const before = this.#trail.pop();
    if (before) this.screens.show(before);
  }

  /** Ends it; a face that was tapped counts although nobody sent it off. */
  end() {
    this.#element("visit-feedback").leave();
    this.#feed?.stop();
  }

  /** Whoever leaves without having been asked is asked once how it was; false where there is nothing to ask. */
  asksHowItWas() {
    if (this.#asked || !this.#feed?.visit || !this.#feed.isRatable) return false;
    this.#go("feedback");
    return true;
  }

  #thank() {
    this.#feed?.now();
    if (this.screens.current === "feedback") this.#go("thanks");
  }

  /** @param {any} opened the answer of POST /api/visits */
  #opened(opened) {
    const feed = new VisitFeed(opened.visit_token);
    this.#feed = feed;
    this.#element("queue-ticket").show(opened, this.unit);
    this.#element("copy-request").use(feed, this.unit);
    this.#element("visit-feedback").use((/** @type {unknown} */ body, /** @type {any} */ sending) => api("POST", "/visit/feedback", { ...sending, token: feed.token, body }), this.unit.id.skd);
    this.#element("catalogue-search").unit = this.unit.id.code;
    this.#element("guest-book").remove();
    this.#element("undelivered-banner").use(feed, (/** @type {any} */ request) => this.#isInSight(request));
    feed.addEventListener("visit", () => this.#follow(feed));
    feed.start();
    this.screens.show("ticket");
  }

  /** @param {VisitFeed} feed */
  #follow({ visit, isRatable }) {
    this.#element("queue-ticket").update(visit, isRatable);
    const called = visit.tickets.find((/** @type {any} */ one) => one.state === "called");
    const banner = /** @type {HTMLElement} */ (this.screens.root.querySelector("#called"));
    const words = called && sentence("called-to", { number: called.number, desk: called.desk });
    if (banner.hidden === !called && (!called || banner.textContent === words.id + words.en)) return;
    banner.hidden = !called;
    if (called) put(banner, words);
  }

  /** @param {any} publication */
  #choose(publication) {
    this.#chosen.set(publication.publication_id, publication);
    this.#element("copy-request").show(publication);
    this.#go("publication");
  }

  /** Whether the screen tells of a request by itself. @param {any} request */
  #isInSight(request) {
    return !this.#chosen.has(request.publication_id) || (this.screens.current === "publication" && this.#element("copy-request").publication === request.publication_id);
  }

  /** @param {Event} event */
  #press(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-go]"));
    if (!button) return;
    if (button.dataset.go === "back") this.back();
    else this.#go(button.dataset.go ?? "");
  }

  /** @param {string} screen */
  #go(screen) {
    const seen = this.#trail.indexOf(screen);
    this.#trail = seen >= 0 ? this.#trail.slice(0, seen) : [...this.#trail, this.screens.current].filter((one) => !PASSED.includes(one));
    this.screens.show(screen);
    if (screen === "catalogue") this.#element("catalogue-search").open();
    if (screen === "feedback") this.#ask();
    if (screen === "complaint") this.#complain();
  }

  #ask() {
    this.#asked = true;
    this.#element("visit-feedback").open();
  }

  #complain() {
    this.#element("complaint-form").begin(this.unit, this.#feed?.token ?? null);
    this.#element("complaint-form").show("start");
    showWayToOwnPhone(this.screens.root, this.unit);
  }

  /** The reader comes when somebody wants to read. @param {any} publication */
  async #read(publication) {
    try {
      await import("../bersama/reader/publication-reader.js");
    } catch {
      this.#element("copy-request").tell(new NetworkLost());
      return;
    }
    if (this.screens.current !== "publication") return;
    this.#element("publication-reader").open(this.#feed, publication);
    this.#go("reader");
  }

  /** @param {string} name @returns {any} */
  #element(name) {
    return this.screens.root.querySelector(name);
  }
}
