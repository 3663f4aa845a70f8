/** Corrects who the visitor is. Fires "datacorrected" (detail: what is held now). */

import { suggestedIn } from "../bersama/address-slip.js";
import { ProblemError, api } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";
import { titleOf } from "../bersama/screens.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */

const FIELDS = ["name", "email", "phone", "institution"];
const OPTIONAL = ["phone", "institution"];

export class OwnDataForm extends HTMLElement {
  /** @type {any} */
  #held = null;
  #token = "";
  /** An address that looked like a slip: saved again, it counts as meant. */
  #doubted = "";
  #busy = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("submit", this.#submit);
  }

  /** @param {any} held @param {string} token */
  use(held, token) {
    this.#held = held;
    this.#token = token;
    this.hidden = !held.contact;
  }

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "correct") this.#open();
    if (action === "leave") this.#close();
  };

  #open() {
    for (const name of FIELDS) this.#input(name).value = this.#held.contact[name] ?? "";
    const over = this.#held.visit.state !== "open";
    this.#input("email").readOnly = over;
    furnish(this, { words: { "email-hint": over ? sentence("own-email-over") : null } });
    this.#doubted = "";
    this.#summary.clear();
    this.#turn(true);
    this.#input("name").focus();
  }

  #close() {
    this.#turn(false);
    /** @type {HTMLElement} */ (this.querySelector('[data-action="correct"]')).focus();
  }

  /** @param {boolean} open */
  #turn(open) {
    this.#form.hidden = !open;
    /** @type {HTMLElement} */ (this.querySelector('[data-part="begin"]')).hidden = open;
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#summary.clear();
    const complaints = this.#value("name") ? [] : [{ field: "name", words: sentence("field-name-required") }];
    if (complaints.length === 0) complaints.push(...(await this.#sent(() => this.#correct())));
    complaints.push(...(await this.#sent(() => this.#readdress())));
    this.#busy = false;
    if (complaints.length > 0) this.#summary.show(complaints, titleOf(/** @type {Element} */ (this.closest("section"))));
    else await this.#done();
  };

  /** What stands in the way of a call; nothing where it went well. @param {() => Promise<unknown>} call @returns {Promise<Complaint[]>} */
  async #sent(call) {
    try {
      await call();
      return [];
    } catch (fault) {
      const complaints = complaintsOf(fault);
      const address = fault instanceof ProblemError ? suggestedIn(fault) : null;
      const slip = address ? complaints.find((one) => one.field === "email") : undefined;
      if (slip) [slip.words, this.#doubted] = [sentence("own-slip", { address: address ?? "" }), this.#value("email")];
      return complaints;
    }
  }

  #correct() {
    const remove = OPTIONAL.filter((name) => !this.#value(name) && this.#held.contact[name]);
    const given = Object.fromEntries(["name", ...OPTIONAL].map((name) => [name, this.#value(name)]).filter(([, value]) => value));
    return api("PATCH", "/visit/data", { token: this.#token, body: { ...given, remove } });
  }

  async #readdress() {
    const email = this.#value("email");
    if (this.#input("email").readOnly || email === this.#held.contact.email) return;
    const body = { email, ...(email === this.#doubted ? { email_confirmed: true } : {}) };
    await api("POST", "/visit/email", { token: this.#token, body });
  }

  async #done() {
    const complaints = await this.#sent(async () => {
      const held = await api("GET", "/visit/data", { token: this.#token });
      this.#close();
      this.dispatchEvent(new CustomEvent("datacorrected", { bubbles: true, detail: held }));
    });
    if (complaints.length > 0) this.#summary.show(complaints, titleOf(/** @type {Element} */ (this.closest("section"))));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
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

customElements.define("own-data-form", OwnDataForm);
