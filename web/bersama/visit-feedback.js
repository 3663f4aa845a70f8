/**
 * The visitor's judgement: a face, then, if willing, the questions of the public survey and of BPS's own, one a screen, and
 * words. A tap goes on; whoever leaves in between has still given what was tapped. Fires "feedbackgiven" and "turnedback".
 */

import { NetworkLost, ProblemError } from "./api.js";
import { complaintsOf } from "./faults.js";
import { ATTRIBUTES, ELEMENTS, FeedbackDraft } from "./feedback-draft.js";
import { put, say, sentence } from "./language.js";
import { arriveAt, titleOf } from "./screens.js";
import "./error-summary.js";

/** @typedef {import("./feedback-draft.js").Give} Give */
/** @typedef {{asked: boolean, importance: boolean}} Skd */

const SKD_STEPS = ATTRIBUTES.map((code) => `skd-${code}`);
const QUESTIONS = [...ELEMENTS, ...SKD_STEPS];

export class VisitFeedback extends HTMLElement {
  /** @type {Give} */
  #give = async () => {};
  #draft = new FeedbackDraft();
  #steps = ["rating", "invite", ...ELEMENTS, "comment"];
  #step = "rating";
  /** @type {string[]} the steps behind the present one */
  #trail = [];
  #asksImportance = false;
  #sending = false;
  #given = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    window.addEventListener("pagehide", this.#gone);
    document.addEventListener("visibilitychange", this.#gone);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    window.removeEventListener("pagehide", this.#gone);
    document.removeEventListener("visibilitychange", this.#gone);
  }

  /** @param {Give} give the way it goes @param {Skd} [skd] whether BPS's own survey is asked */
  use(give, { asked, importance } = { asked: false, importance: false }) {
    this.#give = give;
    this.#asksImportance = importance;
    this.#steps = ["rating", "invite", ...ELEMENTS, ...(asked ? ["skd-invite", ...SKD_STEPS] : []), "comment"];
  }

  /** Goes on where the visitor was. */
  open() {
    this.#show(this.#step);
  }

  /** A face that was tapped elsewhere on the page. @param {number} rating */
  openRated(rating) {
    this.#step = "rating";
    this.#trail = [];
    this.#answer("rating", rating);
  }

  /** One page back; false on the first, where the page itself must lead on. */
  back() {
    const before = this.#sending ? undefined : this.#trail.pop();
    if (!before) return false;
    this.#show(before);
    return true;
  }

  /** What was tapped goes even where nobody comes back to it; half-written words do not. */
  async leave() {
    if (this.#given || this.#sending || !this.#draft.of("rating")) return;
    try {
      await this.#send("");
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    }
  }

  /** A phone tells of no later moment than the one in which its page is hidden. @param {Event} event */
  #gone = ({ type }) => {
    if (type === "pagehide" || document.hidden) this.leave();
  };

  get #summary() {
    return /** @type {import("./error-summary.js").ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #comment() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("#comment")).value.trim();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** One section serves all attributes. @param {string} step */
  #section(step) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-step="${SKD_STEPS.includes(step) ? "skd" : step}"]`));
  }

  /** @param {string} step */
  #go(step) {
    this.#trail.push(this.#step);
    this.#show(step);
  }

  #on() {
    this.#go(this.#steps[this.#steps.indexOf(this.#step) + 1]);
  }

  /** @param {string} step */
  #show(step) {
    this.#step = step;
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-step]"))) one.hidden = one !== this.#section(step);
    this.#tell(step);
    this.#mark();
    this.#offer(step);
    this.#summary.clear();
    arriveAt(this.#section(step));
  }

  /** Says what is asked, and how far one has come. @param {string} step */
  #tell(step) {
    const asked = ELEMENTS.includes(step) ? ELEMENTS : SKD_STEPS;
    const place = asked.indexOf(step) + 1;
    const progress = this.#part("progress");
    progress.hidden = place === 0;
    say(this.#part("where"), "question-where", { n: place, of: asked.length });
    Object.assign(/** @type {HTMLProgressElement} */ (progress.querySelector("progress")), { max: asked.length, value: place });
    if (SKD_STEPS.includes(step)) say(/** @type {HTMLElement} */ (this.querySelector("#ask-skd")), step);
    if (step === "invite") put(this.#part("rated"), sentence("rated-as", { face: this.#face() }));
    this.#part("scale-importance").hidden = !this.#asksImportance;
  }

  /** The words under the face that was tapped. */
  #face() {
    const face = this.querySelector(`.face[value="${this.#draft.of("rating")}"]`);
    /** @param {string} code */
    const words = (code) => face?.querySelector(`[lang="${code}"]`)?.textContent?.toLowerCase() ?? "";
    return { id: words("id"), en: words("en") };
  }

  /** Shows which answers stand. */
  #mark() {
    for (const one of /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll("[data-answer]"))) {
      one.setAttribute("aria-pressed", String(this.#draft.of(this.#nameOf(one)) === Number(one.value)));
    }
  }

  /** What an answer is kept as. @param {HTMLButtonElement} answer */
  #nameOf({ dataset: { answer = "" } }) {
    return ["skd", "importance"].includes(answer) ? `${answer}-${this.#step.replace("skd-", "")}` : answer;
  }

  /** The buttons of a step. @param {string} step */
  #offer(step) {
    const question = QUESTIONS.includes(step);
    const answered = this.#names(step).some((name) => this.#draft.of(name) !== undefined);
    const invite = ["invite", "skd-invite"].includes(step);
    const moves = { later: step === "rating", agree: invite, write: step === "invite", on: answered, skip: question, enough: question || invite, send: step === "comment" };
    for (const [move, offered] of Object.entries(moves)) {
      /** @type {HTMLElement} */ (this.querySelector(`[data-move="${move}"]`)).hidden = !offered;
    }
  }

  /** The answers that a step asks for. @param {string} step */
  #names(step) {
    if (SKD_STEPS.includes(step)) return this.#asksImportance ? [step, step.replace("skd-", "importance-")] : [step];
    return step === "rating" || ELEMENTS.includes(step) ? [step] : [];
  }

  /** @param {Event} event */
  #submit = (event) => event.preventDefault();

  /** The second click of a double one is meant for the screen that is gone. @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button || this.#sending || /** @type {MouseEvent} */ (event).detail > 1) return;
    if (button.dataset.answer) this.#answer(this.#nameOf(button), Number(button.value));
    else if (button.dataset.move) this.#move(button.dataset.move);
  };

  /** @param {string} name @param {number} mark */
  #answer(name, mark) {
    this.#draft.mark(name, mark);
    if (this.#names(this.#step).every((one) => this.#draft.of(one) !== undefined)) this.#on();
    else {
      this.#mark();
      this.#offer(this.#step);
    }
  }

  /** @param {string} move */
  #move(move) {
    if (move === "back" && !this.back()) this.dispatchEvent(new CustomEvent("turnedback", { bubbles: true }));
    if (move === "agree" || move === "on") this.#on();
    if (move === "write") this.#go("comment");
    if (move === "skip") this.#skip();
    if (move === "enough" || move === "send") this.#finish();
  }

  /** Takes an answer back and goes on. */
  #skip() {
    for (const name of this.#names(this.#step)) this.#draft.clear(name);
    this.#on();
  }

  async #finish() {
    if (this.#sending) return;
    try {
      await this.#send(this.#comment);
    } catch (fault) {
      this.#summary.show(complaintsOf(fault), titleOf(this.#section(this.#step)));
    }
  }

  /** @param {string} comment */
  async #send(comment) {
    this.#busy(true);
    try {
      await this.#draft.send(this.#give, comment);
    } finally {
      this.#busy(false);
    }
    this.#given = true;
    if (this.isConnected) this.dispatchEvent(new CustomEvent("feedbackgiven", { bubbles: true }));
  }

  /** @param {boolean} yes */
  #busy(yes) {
    this.#sending = yes;
    if (yes) say(this.#part("busy"), "sending-feedback");
    else this.#part("busy").replaceChildren();
  }
}

customElements.define("visit-feedback", VisitFeedback);
