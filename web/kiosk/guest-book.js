/** The guestbook: a few large questions, one small group a page, then all answers on one page, then sent once. */

import { suggestedIn } from "../bersama/address-slip.js";
import { ProblemError } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { put, say, sentence } from "../bersama/language.js";
import { arriveAt, titleOf } from "../bersama/screens.js";
import "../bersama/error-summary.js";
import { listAnswers } from "./answer-list.js";
import { askForWhatsApp, fillChoices } from "./choices.js";
import "./count-stepper.js";
import { bodyOf, missingIn, withDomain } from "./entry.js";
import { Submission } from "./submission.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {{step: string, checked: boolean, confirmedEmail: string | null, pending: import("./submission.js").Pending | null}} Progress */

/**
 * Where an entry outlives a reload of the page: on one's own phone. The kiosk has none.
 * @typedef {object} Draft
 * @property {(form: HTMLFormElement) => Progress | null} bring what was kept, its answers put into the form
 * @property {(form: HTMLFormElement, progress: Progress) => void} keep
 */

/** Fires "visitopened" (detail: the service's answer), "turnedback" (Back on the first page), "closed" (detail: the refusal) and "deviceunknown". */
export class GuestBook extends HTMLElement {
  #submission = new Submission();
  /** @type {Draft | null} */
  #draft = null;
  /** @type {Complaint[]} what still stands against answers, wherever they are asked */
  #complaints = [];
  /** @type {string | null} */
  #confirmedEmail = null;
  #checked = false;
  #step = "";
  /** The kiosk's token, or the code of the day. */
  token = "";

  connectedCallback() {
    this.form.addEventListener("input", this.#keep);
    this.form.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    this.addEventListener("faultchosen", this.#chooseFault);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("input", this.#keep);
    this.form?.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    this.removeEventListener("faultchosen", this.#chooseFault);
  }

  /** @param {import("../bersama/unit.js").Unit} unit @param {string} token @param {Draft | null} [draft] */
  begin(unit, token, draft = null) {
    this.token = token;
    fillChoices(this, unit);
    const kept = draft?.bring(this.form);
    this.#draft = draft;
    this.#submission = new Submission(kept?.pending, this.#keep);
    this.#confirmedEmail = kept?.confirmedEmail ?? null;
    this.#checked = kept?.checked ?? false;
    const step = this.#submission.isUncertain ? "check" : kept?.step ?? "";
    this.#go(this.#steps.includes(step) ? step : this.#steps[0]);
  }

  /** Goes on where the visitor was, with another token where the first one has died. @param {string} token */
  resume(token) {
    this.token = token;
    this.#go(this.#step);
  }

  /** One page back, as the Back button and the browser's own do. */
  back() {
    if (this.#submission.isUncertain || this.#isSending) return;
    const at = this.#steps.indexOf(this.#step);
    if (this.#checked && this.#step !== "check") this.#go("check");
    else if (at > 0) this.#go(this.#steps[at - 1]);
    else this.dispatchEvent(new CustomEvent("turnedback", { bubbles: true }));
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #isSending() {
    return this.form.getAttribute("aria-busy") === "true";
  }

  get #steps() {
    return [...this.querySelectorAll("[data-step]")].map((one) => /** @type {HTMLElement} */ (one).dataset.step ?? "");
  }

  /** @param {string} name */
  #section(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-step="${name}"]`));
  }

  /** @param {string} part */
  #part(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }

  #keep = () => {
    askForWhatsApp(this.form);
    const { pending } = this.#submission;
    this.#draft?.keep(this.form, { step: this.#step, checked: this.#checked, confirmedEmail: this.#confirmedEmail, pending });
  };

  /** Shows one page, with what stands against its answers. @param {string} name */
  #go(name) {
    this.#step = name;
    for (const step of this.#steps) this.#section(step).hidden = step !== name;
    if (name === "check") this.#list();
    this.#keep();
    this.#offerMoves();
    this.#sayWhere();
    this.#summary.clear();
    arriveAt(this.#section(name));
    const open = name === "check" ? this.#complaints : this.#complaints.filter((one) => this.#stepOf(one.field) === name);
    if (open.length > 0) this.#summary.show(open, titleOf(this.#section(name)));
  }

  #sayWhere() {
    const [n, of] = [this.#steps.indexOf(this.#step) + 1, this.#steps.length];
    say(this.#part("where"), "where", { n, of });
    Object.assign(/** @type {HTMLProgressElement} */ (this.querySelector("progress")), { value: n, max: of });
  }

  /** The step that asks for a field. @param {string | undefined} field */
  #stepOf(field) {
    const place = field && this.querySelector(`.field[data-field="${CSS.escape(field)}"]`)?.closest("[data-step]");
    return place instanceof HTMLElement ? place.dataset.step ?? "" : "check";
  }

  #offerMoves() {
    const last = this.#step === "check";
    const uncertain = this.#submission.isUncertain;
    this.#part("uncertain").hidden = !uncertain;
    this.#offer("on", !last);
    this.#offer("send", last && !uncertain);
    this.#offer("again", uncertain);
    this.#offer("back", !uncertain);
    this.#offer("skip", this.#section(this.#step).hasAttribute("data-about") && !this.#checked);
    for (const change of /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll(".summary button"))) change.hidden = uncertain;
  }

  /** @param {string} move @param {boolean} yes */
  #offer(move, yes) {
    /** @type {HTMLElement} */ (this.querySelector(`[data-move="${move}"]`)).hidden = !yes;
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if (this.#step === "check") this.#send();
    else this.#on();
  };

  #on() {
    const missing = missingIn(this.form, this.#step);
    this.#complaints = [...this.#complaints.filter((one) => this.#stepOf(one.field) !== this.#step), ...missing];
    if (missing.length > 0) return this.#go(this.#step);
    if (this.#step === "email") this.#part("suggestion").hidden = true;
    const next = this.#steps[this.#steps.indexOf(this.#step) + 1];
    if (this.#checked) this.#go(this.#complaints.length > 0 ? this.#stepOf(this.#complaints[0].field) : "check");
    else this.#go(next);
  }

  async #send() {
    if (this.#isSending) return;
    this.#busy(true);
    try {
      const answer = await this.#submission.send(this.token, bodyOf(this.form, this.#confirmedEmail));
      this.dispatchEvent(new CustomEvent("visitopened", { bubbles: true, detail: answer }));
    } catch (fault) {
      this.#busy(false);
      this.#refused(fault);
    }
  }

  /** @param {boolean} yes */
  #busy(yes) {
    this.form.setAttribute("aria-busy", String(yes));
    for (const button of this.querySelectorAll("[data-move]")) button.setAttribute("aria-disabled", String(yes));
    if (yes) say(this.#part("sending"), "sending");
    else this.#part("sending").replaceChildren();
  }

  /** @param {unknown} fault */
  #refused(fault) {
    if (fault instanceof ProblemError && fault.code === "closed") {
      this.dispatchEvent(new CustomEvent("closed", { bubbles: true, detail: fault }));
      return;
    }
    if (fault instanceof ProblemError && fault.status === 401) {
      this.dispatchEvent(new CustomEvent("deviceunknown", { bubbles: true }));
      return;
    }
    const suggested = fault instanceof ProblemError ? this.#suggest(fault) : null;
    const complaints = complaintsOf(fault);
    const slip = suggested && complaints.find((one) => one.field === "email");
    if (slip) slip.words = sentence("did-you-mean", { address: suggested });
    this.#complaints = complaints.filter((one) => one.field);
    const steps = new Set(complaints.map((one) => this.#stepOf(one.field)));
    if (steps.size === 1 && !steps.has("check")) return this.#go([...steps][0]);
    this.#go("check");
    this.#summary.show(complaints, titleOf(this.#section("check")));
  }

  /** Offers the address that was probably meant. @param {ProblemError} fault @returns {string | null} */
  #suggest(fault) {
    const address = suggestedIn(fault);
    this.#part("suggestion").hidden = !address;
    if (!address) return null;
    const button = /** @type {HTMLButtonElement} */ (this.querySelector("[data-suggested]"));
    button.dataset.suggested = address;
    put(button, sentence("use-address", { address }));
    return address;
  }

  #list() {
    this.#checked = true;
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(".answer-template"));
    listAnswers(/** @type {Element} */ (this.querySelector(".summary")), template, this.form);
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button || this.#isSending) return;
    const { move, domain, suggested, change } = button.dataset;
    if (move === "back") this.back();
    else if (move === "skip") this.#go("check");
    else if (change) this.#go(this.#stepOf(change));
    else if (domain) this.#email(withDomain(this.#address.value, domain));
    else if (suggested) this.#settle(suggested, null);
    else if ("confirmEmail" in button.dataset) this.#settle(this.#address.value, this.#address.value.trim());
  };

  get #address() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("email"));
  }

  /** @param {string} address */
  #email(address) {
    this.#address.value = address;
    this.#address.focus();
  }

  /** @param {string} address @param {string | null} confirmed */
  #settle(address, confirmed) {
    this.#address.value = address;
    this.#confirmedEmail = confirmed;
    this.#on();
  }

  /** @param {Event} event */
  #chooseFault = (event) => {
    const step = this.#stepOf(/** @type {CustomEvent} */ (event).detail);
    if (step !== this.#step) this.#go(step);
  };
}

customElements.define("guest-book", GuestBook);
