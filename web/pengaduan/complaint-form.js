/** A complaint: a few questions, all answers on one page, sent once; then the code that tells how it goes on. */

import { api } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { language, put, say, sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";
import { arriveAt, titleOf } from "../bersama/screens.js";
import { Submission } from "../kiosk/submission.js";
import "../bersama/error-summary.js";
import { bodyOf, countLetters, fillCategories, listAnswers, listChannels, missingIn, promisesOf, receiptWords } from "./complaint-entry.js";
import { EmailSlip } from "./email-slip.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {{code: string, received_at: string, answer_due: string}} Receipt the answer of POST /api/complaints */

const QUESTIONS = ["about", "story", "reach", "check"];

/** Fires "stepshown" (detail: the step), "turnedback" (Back was pressed) and "complaintsent" (detail: the receipt). */
export class ComplaintForm extends HTMLElement {
  #submission = this.#fresh();
  #slip = new EmailSlip(this);
  /** @type {Complaint[]} what still stands against answers, wherever they are asked */
  #complaints = [];
  /** @type {Unit | null} */
  #unit = null;
  /** @type {string | null} the token of the visit that it may be about */
  #visit = null;
  /** @type {Receipt | null} of the complaint that was sent last */
  #receipt = null;
  #checked = false;
  #step = "start";

  connectedCallback() {
    this.addEventListener("input", this.#count);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    this.addEventListener("faultchosen", this.#chooseFault);
  }

  disconnectedCallback() {
    this.removeEventListener("input", this.#count);
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    this.removeEventListener("faultchosen", this.#chooseFault);
  }

  /** @param {Unit} unit @param {string | null} visit the token of the visit that it may be about */
  begin(unit, visit) {
    this.#unit = unit;
    this.#visit = visit;
    if (!this.querySelector(".categories label") && !fillCategories(this, unit)) this.#section("about")?.remove();
    listChannels(this, unit);
    furnish(this, { words: promisesOf(unit) });
    this.#part("visit").hidden = visit === null;
    this.#empty();
  }

  /** Shows a step, or the first before it that is not answered yet; after sending, an empty form's start. @param {string} step */
  show(step) {
    if (step === "sent" && this.#receipt) return this.#go("sent");
    if (this.#submission.isUncertain || this.isSending) return this.#go("check");
    if (this.#receipt || !this.#questions.includes(step)) return this.#go("start");
    const before = this.#questions.slice(0, this.#questions.indexOf(step));
    return this.#go(before.find((one) => missingIn(this.form, one).length > 0) ?? step);
  }

  /** One step back; false where there is none. */
  back() {
    if (this.#submission.isUncertain || this.isSending) return true;
    const at = this.#questions.indexOf(this.#step);
    if (at < 0) return false;
    this.#go(this.#checked && this.#step !== "check" ? "check" : this.#questions[at - 1] ?? "start");
    return true;
  }

  /** Whether nothing was begun, or all is done. */
  get isAtStart() {
    return !this.#questions.includes(this.#step);
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get isSending() {
    return this.form.getAttribute("aria-busy") === "true";
  }

  /** Whether something was entered that was not sent. */
  get isBegun() {
    const typed = [...this.form.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])")];
    return typed.some((one) => /** @type {HTMLInputElement} */ (one).value.trim() !== "");
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** Without the first one where the unit has no categories. */
  get #questions() {
    return QUESTIONS.filter((one) => this.#section(one));
  }

  #fresh() {
    return new Submission(null, () => {}, (_, pending) => api("POST", `/complaints?unit=${encodeURIComponent(this.#unit?.id.code ?? "")}`, pending));
  }

  /** @param {string} step */
  #section(step) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-step="${step}"]`));
  }

  /** @param {string} part */
  #part(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }

  /** Nothing of a complaint stays in the form; the next one is another act. */
  #empty() {
    this.form.reset();
    this.#submission = this.#fresh();
    this.#slip.forget();
    this.#complaints = [];
    this.#checked = false;
    /** @type {HTMLInputElement} */ (this.querySelector('[name="visit"]')).checked = this.#visit !== null;
    this.querySelector(".summary")?.replaceChildren();
    this.#count();
  }

  /** @param {string} step */
  #go(step) {
    this.#step = step;
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-step]"))) one.hidden = one.dataset.step !== step;
    if (step === "check") listAnswers(this.form, this.#visit);
    this.#checked ||= step === "check";
    this.#offerMoves();
    this.#summary.clear();
    arriveAt(this.#section(step));
    const open = step === "check" ? this.#complaints : this.#complaints.filter((one) => this.#stepOf(one.field) === step);
    if (open.length > 0) this.#summary.show(open, titleOf(this.#section(step)));
    this.dispatchEvent(new CustomEvent("stepshown", { bubbles: true, detail: step }));
  }

  #offerMoves() {
    const [at, uncertain] = [this.#questions.indexOf(this.#step), this.#submission.isUncertain];
    const last = this.#step === "check";
    const where = this.#part("where");
    this.#part("moves").hidden = where.hidden = at < 0;
    this.#part("uncertain").hidden = !(last && uncertain);
    if (at >= 0) say(where, "complaint-where", { n: at + 1, of: this.#questions.length });
    const offered = { on: !last, send: last && !uncertain, again: last && uncertain, back: !uncertain };
    for (const [move, yes] of Object.entries(offered)) /** @type {HTMLElement} */ (this.querySelector(`[data-move="${move}"]`)).hidden = !yes;
    for (const change of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll(".summary button"))) change.hidden = uncertain;
  }

  /** The step that asks for a field. @param {string | undefined} field */
  #stepOf(field) {
    const place = field && this.querySelector(`.field[data-field="${CSS.escape(field)}"]`)?.closest("[data-step]");
    return place instanceof HTMLElement ? place.dataset.step ?? "" : "check";
  }

  #count = () => countLetters(this);

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if (this.#step === "check") return this.#send();
    if (this.#step !== "start") return this.#on();
    this.#receipt = null;
    return this.#go(this.#questions[0]);
  };

  #on() {
    const missing = missingIn(this.form, this.#step);
    this.#complaints = [...this.#complaints.filter((one) => this.#stepOf(one.field) !== this.#step), ...missing];
    if (missing.length > 0) return this.#go(this.#step);
    if (!this.#checked) return this.#go(this.#questions[this.#questions.indexOf(this.#step) + 1]);
    return this.#go(this.#complaints.length > 0 ? this.#stepOf(this.#complaints[0].field) : "check");
  }

  async #send() {
    if (this.isSending) return;
    this.#busy(true);
    try {
      const body = { ...bodyOf(this.form, this.#visit), ...this.#slip.body, channel: "page", language: language() };
      this.#sent(await this.#submission.send("", body), "email" in body);
    } catch (fault) {
      this.#busy(false);
      this.#refused(fault);
    }
  }

  /** @param {boolean} yes */
  #busy(yes) {
    this.form.setAttribute("aria-busy", String(yes));
    for (const button of this.querySelectorAll("[data-move]")) button.setAttribute("aria-disabled", String(yes));
    if (yes) say(this.#part("sending"), "complaint-sending");
    else this.#part("sending").replaceChildren();
  }

  /** @param {Receipt} receipt @param {boolean} mailed */
  #sent(receipt, mailed) {
    this.#busy(false);
    this.#empty();
    this.#receipt = receipt;
    furnish(this, { words: receiptWords(receipt, mailed) });
    this.dispatchEvent(new CustomEvent("complaintsent", { bubbles: true, detail: receipt }));
    this.#go("sent");
  }

  /** @param {unknown} fault */
  #refused(fault) {
    const complaints = complaintsOf(fault);
    this.#slip.offer(fault, complaints);
    this.#complaints = complaints.filter((one) => one.field);
    const steps = new Set(complaints.map((one) => this.#stepOf(one.field)));
    if (steps.size === 1 && !steps.has("check")) return this.#go([...steps][0]);
    this.#go("check");
    return this.#summary.show(complaints, titleOf(this.#section("check")));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button || this.isSending) return;
    if (this.#slip.settle(button)) this.#on();
    const { move, change, action } = button.dataset;
    if (move === "back" || move === "turn") this.dispatchEvent(new CustomEvent("turnedback", { bubbles: true }));
    if (change) this.#go(this.#stepOf(change));
    if (action === "copy") this.#copy();
    if (action === "print") window.print();
  };

  async #copy() {
    const done = await navigator.clipboard.writeText(this.#receipt?.code ?? "").then(() => true, () => false);
    furnish(this, { words: { copied: sentence(done ? "complaint-copied" : "complaint-not-copied") } });
  }

  /** @param {Event} event */
  #chooseFault = (event) => {
    const step = this.#stepOf(/** @type {CustomEvent} */ (event).detail);
    if (step !== this.#step) this.#go(step);
  };
}

customElements.define("complaint-form", ComplaintForm);
