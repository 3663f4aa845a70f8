/** Corrects who a visitor is, at their wish. Fires "personcorrected" (detail: the visit as it is now). */

import { suggestedIn } from "../bersama/address-slip.js";
import { ProblemError } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { sentence } from "../bersama/language.js";
import "../bersama/error-summary.js";
import { titleOf } from "../bersama/screens.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {Record<string, string | null>} Contact */

const FIELDS = ["name", "email", "phone", "institution"];
const OPTIONAL = ["phone", "institution"];

export class PersonForm extends HTMLElement {
  #visit = "";
  /** @type {Contact} */
  #contact = {};
  /** An address that looked like a slip: saved again, it counts as meant. */
  #doubted = "";
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /** @param {string} visit its id @param {Contact} contact */
  open(visit, contact) {
    [this.#visit, this.#contact, this.#doubted] = [visit, contact, ""];
    for (const name of FIELDS) this.#input(name).value = contact[name] ?? "";
    this.#summary.clear();
    this.hidden = false;
    this.#input("name").focus();
  }

  /** Nothing of anybody stays in it. */
  clear() {
    this.hidden = true;
    this.#contact = {};
    for (const name of FIELDS) this.#input(name).value = "";
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#summary.clear();
    try {
      const visit = await ask("PATCH", `/visits/${encodeURIComponent(this.#visit)}`, { body: this.#body() });
      this.clear();
      this.dispatchEvent(new CustomEvent("personcorrected", { bubbles: true, detail: visit }));
    } catch (fault) {
      if (!isRefused(fault)) this.#complain(fault);
    } finally {
      this.#busy = false;
    }
  };

  #body() {
    const given = Object.fromEntries(FIELDS.map((name) => [name, this.#value(name)]).filter(([, value]) => value));
    const remove = OPTIONAL.filter((name) => !this.#value(name) && this.#contact[name]);
    return { ...given, remove, ...(this.#value("email") === this.#doubted ? { email_confirmed: true } : {}) };
  }

  /** @param {unknown} fault */
  #complain(fault) {
    const complaints = complaintsOf(fault);
    const address = fault instanceof ProblemError ? suggestedIn(fault) : null;
    const slip = address ? complaints.find((one) => one.field === "email") : undefined;
    if (slip) [slip.words, this.#doubted] = [sentence("person-slip", { address: address ?? "" }), this.#value("email")];
    this.#summary.show(complaints, titleOf(/** @type {Element} */ (this.closest("section"))));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {string} name */
  #value(name) {
    return this.#input(name).value.trim();
  }

  /** @param {string} name */
  #input(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${name}"]`));
  }
}

customElements.define("person-form", PersonForm);
