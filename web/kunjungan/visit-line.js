/** The visitor's places in line, live; a call stands above everything, very large. */

import { api } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { put, say, sentence, setTitle } from "../bersama/language.js";
import { aheadWords, estimateWords } from "../bersama/line-words.js";
import { showReading } from "./reading.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const TONE = { waiting: "", called: "good", serving: "good", done: "", "no-show": "heed", cancelled: "" };
const BUZZ_MS = [300, 150, 300];

export class VisitLine extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;
  #told = "";

  connectedCallback() {
    this.addEventListener("sure", this.#cancel);
    this.#feed?.addEventListener("visit", this.#show);
  }

  disconnectedCallback() {
    this.removeEventListener("sure", this.#cancel);
    this.#feed?.removeEventListener("visit", this.#show);
  }

  /** @param {VisitFeed} feed @param {Unit} unit */
  use(feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
    feed.addEventListener("visit", this.#show);
    this.#show();
  }

  #show = () => {
    const tickets = /** @type {any[]} */ (this.#feed?.visit?.tickets ?? []);
    this.#showCalls(tickets.filter((one) => one.state === "called"));
    const list = /** @type {Element} */ (this.querySelector(".tickets"));
    for (const ticket of tickets) {
      const known = /** @type {HTMLElement | null} */ (list.querySelector(`[data-ticket="${CSS.escape(ticket.ticket_id)}"]`));
      const card = known ?? this.#stamp(".ticket-template");
      card.dataset.ticket = ticket.ticket_id;
      this.#fill(card, ticket);
      if (!known) list.append(card);
    }
  };

  /** @param {any[]} called */
  #showCalls(called) {
    const told = JSON.stringify(called.map((one) => [one.number, one.desk, one.called_at]));
    if (told === this.#told) return;
    this.#told = told;
    const place = /** @type {HTMLElement} */ (this.querySelector(".called"));
    place.hidden = called.length === 0;
    place.replaceChildren(...called.map((ticket) => this.#call(ticket)));
    if (called.length === 0) return;
    setTitle(sentence("called-title", called[0]));
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(BUZZ_MS);
    place.scrollIntoView({ block: "nearest" });
  }

  /** @param {any} ticket */
  #call(ticket) {
    const call = this.#stamp(".called-template");
    put(/** @type {Element} */ (call.querySelector(".number")), ticket.number);
    say(/** @type {Element} */ (call.querySelector(".desk")), "desk", { desk: ticket.desk });
    return call;
  }

  /** @param {HTMLElement} card @param {any} ticket */
  #fill(card, ticket) {
    /** @param {string} part */
    const part = (part) => /** @type {HTMLElement} */ (card.querySelector(`[data-part="${part}"]`));
    const waiting = ticket.state === "waiting";
    put(/** @type {Element} */ (card.querySelector(".ticket-number")), ticket.number);
    put(/** @type {Element} */ (card.querySelector(".unseen")), ` ${ticket.number}`);
    if (this.#unit) put(part("service"), this.#unit.service(ticket.service));
    part("state").className = `tag ${TONE[/** @type {keyof typeof TONE} */ (ticket.state)]}`;
    say(part("state"), ticket.ended === "day-end" ? "state-day-end" : `state-${ticket.state}`);
    part("missed").hidden = !(ticket.state === "no-show" && ticket.no_show_returnable);
    part("ahead").hidden = !waiting;
    if (waiting) put(part("ahead"), aheadWords(ticket.ahead));
    part("promise").hidden = !(waiting && ticket.promised_by);
    if (ticket.promised_by) say(part("promise"), "promise", { time: clockTime(ticket.promised_by) });
    const wait = waiting ? estimateWords(ticket.estimate_minutes) : null;
    part("estimate").hidden = wait === null;
    if (wait) put(part("estimate"), wait);
    showReading(part("reading"), ticket.reading);
    /** @type {HTMLElement} */ (card.querySelector("sure-button")).hidden = !["waiting", "called"].includes(ticket.state);
  }

  /** @param {Event} event */
  #cancel = async (event) => {
    const card = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-ticket]"));
    if (!card) return;
    const trouble = /** @type {HTMLElement} */ (this.querySelector('[data-part="trouble"]'));
    trouble.hidden = true;
    try {
      this.#feed?.take(await api("POST", `/visit/tickets/${card.dataset.ticket}/cancel`, { token: this.#feed.token, body: {} }));
    } catch (fault) {
      put(trouble, wordsOf(fault));
      trouble.hidden = false;
    }
  };

  /** @param {string} selector */
  #stamp(selector) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(selector));
    return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  }
}

customElements.define("visit-line", VisitLine);
