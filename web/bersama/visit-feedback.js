/** The visitor's judgement: a rating, the nine questions of the survey (each may be skipped), a comment. Fires "feedbackgiven". */

import { ProblemError, api, newKey } from "./api.js";
import { complaintsOf } from "./faults.js";
import { say, sentence } from "./language.js";
import { arriveAt, titleOf } from "./screens.js";
import "./error-summary.js";

/** Elements of the survey: Permen PANRB 14/2017; an answer is stored under its code, whatever the order asked. */
const ELEMENTS = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"];
const STEPS = ["rating", "invite", ...ELEMENTS, "comment"];

export class VisitFeedback extends HTMLElement {
  /** @type {import("./visit-feed.js").VisitFeed | null} */
  feed = null;
  #step = "rating";
  #declined = false;
  /** @type {string | null} */
  #key = null;
  #sending = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    this.addEventListener("change", this.#choose);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    this.removeEventListener("change", this.#choose);
  }

  /** Goes on where the visitor was. */
  open() {
    this.#go(this.#step);
  }

  /** One page back; false on the first, where the page itself must lead on. */
  back() {
    if (this.#sending || this.#step === "rating") return false;
    this.#go(this.#step === "comment" && this.#declined ? "invite" : STEPS[STEPS.indexOf(this.#step) - 1]);
    return true;
  }

  get #summary() {
    return /** @type {import("./error-summary.js").ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  /** @param {string} step */
  #section(step) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-step="${step}"]`));
  }

  /** @param {string} step */
  #go(step) {
    this.#step = step;
    for (const one of STEPS) this.#section(one).hidden = one !== step;
    const question = ELEMENTS.includes(step);
    const where = /** @type {HTMLElement} */ (this.querySelector('[data-part="where"]'));
    where.hidden = !question;
    if (question) say(where, "skm-where", { n: ELEMENTS.indexOf(step) + 1, of: ELEMENTS.length });
    const invite = step === "invite";
    const last = step === "comment";
    for (const [move, yes] of Object.entries({ on: !invite && !last, agree: invite, decline: invite, skip: question, send: last })) {
      /** @type {HTMLElement} */ (this.querySelector(`[data-move="${move}"]`)).hidden = !yes;
    }
    this.#summary.clear();
    arriveAt(this.#section(step));
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if (this.#step === "comment") this.#send();
    else if (this.#step === "rating" && !this.#chosen("rating")) this.#complain([{ field: "rating", words: sentence("field-rating-required") }]);
    else this.#on();
  };

  #on() {
    if (this.#step === "invite") this.#declined = false;
    this.#go(STEPS[STEPS.indexOf(this.#step) + 1]);
  }

  /** @param {Event} event */
  #press = (event) => {
    const move = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-move]"))?.dataset.move;
    if (move === "skip") this.#skip();
    if (move === "decline") {
      this.#declined = true;
      this.#go("comment");
    }
    if (move === "back" && !this.back()) this.dispatchEvent(new CustomEvent("turnedback", { bubbles: true }));
  };

  /** Takes an answer back and goes on. */
  #skip() {
    for (const one of /** @type {NodeListOf<HTMLInputElement>} */ (this.#section(this.#step).querySelectorAll("input:checked"))) one.checked = false;
    this.#on();
  }

  #choose = () => {
    if (this.#step === "rating") this.#summary.clear();
  };

  /** @param {string} name @returns {number | null} */
  #chosen(name) {
    const value = new FormData(this.#form).get(name);
    return value ? Number(value) : null;
  }

  #body() {
    const skm = this.#declined ? [] : ELEMENTS.map((code) => [code, this.#chosen(code)]).filter(([, value]) => value !== null);
    const comment = String(new FormData(this.#form).get("comment") ?? "").trim();
    return { rating: this.#chosen("rating"), ...(skm.length > 0 && { skm: Object.fromEntries(skm) }), ...(comment && { comment }) };
  }

  async #send() {
    if (this.#sending) return;
    this.#busy(true);
    this.#key ??= newKey();
    try {
      await api("POST", "/visit/feedback", { token: this.feed?.token, key: this.#key, body: this.#body() });
      this.#given();
    } catch (fault) {
      if (fault instanceof ProblemError && fault.code === "feedback-already-given") return this.#given();
      if (fault instanceof ProblemError && fault.status < 500) this.#key = null;
      this.#complain(complaintsOf(fault));
    } finally {
      this.#busy(false);
    }
  }

  /** Also where an earlier try had arrived and only its answer was lost. */
  #given() {
    this.#key = null;
    this.feed?.now();
    this.dispatchEvent(new CustomEvent("feedbackgiven", { bubbles: true }));
  }

  /** @param {boolean} yes */
  #busy(yes) {
    this.#sending = yes;
    const place = /** @type {HTMLElement} */ (this.querySelector('[data-part="busy"]'));
    if (yes) say(place, "sending-feedback");
    else place.replaceChildren();
  }

  /** @param {import("./error-summary.js").Complaint[]} complaints */
  #complain(complaints) {
    this.#summary.show(complaints, titleOf(this.#section(this.#step)));
  }
}

customElements.define("visit-feedback", VisitFeedback);
