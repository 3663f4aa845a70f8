/** A visit that staff record: with the visitor in front of them, or from the paper book. */

import { suggestedIn } from "../bersama/address-slip.js";
import { ProblemError } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { furnish } from "../bersama/list.js";
import { put, sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { fillChoices } from "../kiosk/choices.js";
import { Submission } from "../kiosk/submission.js";
import { fillMenus } from "./code-lists.js";
import { ask, isRefused } from "./staff.js";
import { becomes, entryOf, faultsIn, isPaper, typed, waits } from "./visit-entry.js";
import { forgetEntry, keepEntry, keptEntry } from "./visit-kept.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {{opened: any, waits: boolean, arrived_at: string | undefined}} Recorded the service's answer, whether the visitor now waits, and when they came */

/** Fires "visitrecorded" (detail: Recorded) and "entryleft". */
export class VisitForm extends HTMLElement {
  #submission = this.#fresh(null);
  /** @type {Unit | null} */
  #unit = null;
  /** @type {string | null} */
  #confirmedEmail = null;
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    this.addEventListener("input", this.#follow);
    document.addEventListener("languagechange", this.#speak);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    this.removeEventListener("input", this.#follow);
    document.removeEventListener("languagechange", this.#speak);
  }

  /** @param {Unit} unit */
  begin(unit) {
    if (!this.#unit) fillChoices(this, unit);
    this.#unit = unit;
    if (!this.#submission.pending) this.#submission = this.#fresh(keptEntry());
    this.#speak();
    this.#follow();
  }

  /** Whether an entry may have been saved and is still to be asked about. */
  get isUncertain() {
    return this.#submission.isUncertain;
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #zone() {
    return /** @type {Unit} */ (this.#unit).said.zone;
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {import("../kiosk/submission.js").Pending | null} pending @returns {Submission} */
  #fresh(pending) {
    const post = (/** @type {string} */ _, /** @type {import("../kiosk/submission.js").Pending} */ entry) => ask("POST", "/visits", entry);
    /** @type {Submission} */
    const submission = new Submission(pending, () => keepEntry(submission.pending), post);
    return submission;
  }

  #speak = () => {
    if (this.#unit) fillMenus(this, this.#unit);
  };

  /** What the page says about the entry follows what is typed. */
  #follow = () => {
    const form = this.#form;
    const [paper, uncertain] = [isPaper(form), this.isUncertain];
    const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("in_group"));
    this.#part("paper").hidden = !paper;
    this.#part("counts").hidden = !box.checked;
    /** @type {HTMLFieldSetElement} */ (this.querySelector('[data-part="questions"]')).disabled = uncertain;
    /** @type {HTMLElement} */ (this.querySelector('[data-action="discard"]')).hidden = !uncertain;
    const { name = "" } = /** @type {{name?: string}} */ (this.#submission.pending?.body ?? {});
    furnish(this, { words: {
      "consents-how": sentence(paper ? "consents-paper" : "consents-now"),
      becomes: sentence(`becomes-${becomes(form, this.#zone, Date.now())}`),
      submit: sentence(uncertain ? "submit-again" : `submit-${paper ? "paper" : "now"}`),
      uncertain: uncertain ? sentence("record-uncertain", { name }) : null,
    } });
  };

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if (!this.#busy) this.#record();
  };

  async #record() {
    const faults = this.isUncertain ? [] : faultsIn(this.#form, this.#zone, Date.now());
    this.#summary.clear();
    furnish(this, { words: { said: null } });
    if (faults.length > 0) return this.#summary.show(faults, this.#title);
    this.#work(true);
    try {
      this.#recorded(await this.#submission.send("", entryOf(this.#form, this.#zone, this.#confirmedEmail)));
    } catch (fault) {
      if (!isRefused(fault)) this.#refuse(fault);
    }
    this.#work(false);
    this.#follow();
  }

  get #title() {
    return titleOf(/** @type {Element} */ (this.closest("[data-screen]")));
  }

  /** @param {boolean} yes */
  #work(yes) {
    this.#busy = yes;
    this.#form.setAttribute("aria-busy", String(yes));
    furnish(this, { words: { sending: yes ? sentence("recording") : null } });
  }

  /** @param {any} opened */
  #recorded(opened) {
    const times = /** @type {import("./visit-entry.js").Times} */ (this.#submission.pending?.body ?? {});
    this.#empty();
    /** @type {Recorded} */
    const detail = { opened, waits: waits(times, this.#zone, Date.now()), arrived_at: times.arrived_at };
    this.dispatchEvent(new CustomEvent("visitrecorded", { bubbles: true, detail }));
  }

  /** Ready for the next visitor: of a paper book that is copied, the day stays. */
  #empty() {
    const [mode, day] = ["mode", "arrived_day"].map((name) => typed(this.#form, name));
    this.#forget();
    this.#form.reset();
    /** @type {RadioNodeList} */ (this.#form.elements.namedItem("mode")).value = mode;
    /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("arrived_day")).value = day;
  }

  #forget() {
    forgetEntry();
    this.#submission = this.#fresh(null);
    this.#confirmedEmail = null;
    this.#part("suggestion").hidden = true;
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    if (this.isUncertain) return;
    if (fault instanceof ProblemError && fault.code === "token-shown-already") return this.#recordedBefore();
    const suggested = fault instanceof ProblemError ? suggestedIn(fault) : null;
    const complaints = complaintsOf(fault);
    const slip = suggested && complaints.find((one) => one.field === "email");
    if (slip) slip.words = sentence("perhaps-meant", { address: suggested });
    this.#suggest(suggested);
    this.#summary.show(complaints, this.#title);
  }

  /** Saved under an earlier session of the same member, whose number only that session can be told. */
  #recordedBefore() {
    this.#empty();
    furnish(this, { words: { said: sentence("recorded-before") } });
  }

  /** @param {string | null} address */
  #suggest(address) {
    const button = /** @type {HTMLElement} */ (this.querySelector('[data-action="take-suggestion"]'));
    this.#part("suggestion").hidden = !address;
    button.dataset.address = address ?? "";
    if (address) put(button, sentence("use-address", { address }));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const { action, address } = button?.dataset ?? {};
    if (action === "take-suggestion") this.#settle(address ?? "", null);
    if (action === "keep-email") this.#settle(this.#email.value, this.#email.value.trim());
    if (action === "cancel") this.dispatchEvent(new CustomEvent("entryleft", { bubbles: true }));
    if (action === "discard") this.#discard();
  };

  #discard() {
    this.#forget();
    this.#follow();
  }

  get #email() {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("email"));
  }

  /** @param {string} address @param {string | null} confirmed */
  #settle(address, confirmed) {
    this.#email.value = address;
    this.#confirmedEmail = confirmed;
    this.#part("suggestion").hidden = true;
    this.#email.focus();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

customElements.define("visit-form", VisitForm);
