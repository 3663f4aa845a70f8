/** Whose a visit is: looked at one by one, for each look is recorded; corrected and erased at the visitor's wish. */

import { dateAndTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { SmallDialog } from "./small-dialog.js";
import "./person-form.js";
import { ask } from "./staff.js";
import "./sure-dialog.js";

/** @typedef {import("./sure-dialog.js").SureDialog} SureDialog */
/** @typedef {import("./person-form.js").PersonForm} PersonForm */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {{visit_id: string, tickets: {number: string}[], contact: Record<string, string | null> | null, kept_until: string | null, erased_at: string | null}} Person a part of GET /api/staff/visits/{visit_id} */

const CONTACT = ["name", "email", "phone", "institution"];

export class VisitPerson extends SmallDialog {
  #visit = "";
  #numbers = "";
  /** @type {Person["contact"]} */
  #contact = null;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("personcorrected", this.#corrected);
    this.dialog.addEventListener("close", this.#clear);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("personcorrected", this.#corrected);
    this.dialog.removeEventListener("close", this.#clear);
  }

  /** @param {string} visit its id */
  async open(visit) {
    this.#clear();
    this.#visit = visit;
    this.show();
    await this.send(async () => this.#show(await ask("GET", `/visits/${encodeURIComponent(visit)}`)));
  }

  /** @param {Person} person */
  #show(person) {
    this.#numbers = person.tickets.map((one) => one.number).join(", ") || "–";
    this.#contact = person.contact;
    draw(this.#list, "person-row", rowsOf(person.contact));
    furnish(this.dialog, { words: { numbers: this.#numbers, kept: keptWords(person) } });
    this.#button("erase").hidden = person.erased_at !== null;
    this.#button("correct").hidden = person.contact === null;
  }

  /** Nobody's name is left on a screen that nobody looks at. */
  #clear = () => {
    this.#visit = "";
    furnish(this.dialog, { words: { numbers: "", kept: null, said: null, trouble: null } });
    this.#forget();
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "erase") this.#consider();
    if (action === "correct" && this.#contact) {
      furnish(this.dialog, { words: { said: null } });
      this.#form.open(this.#visit, this.#contact);
      this.#button("correct").hidden = true;
    }
  };

  /** @param {Event} event */
  #corrected = (event) => {
    this.#show(/** @type {CustomEvent} */ (event).detail);
    furnish(this.dialog, { words: { said: sentence("person-saved") } });
    this.#closer.focus();
  };

  async #consider() {
    const sure = /** @type {SureDialog} */ (this.querySelector("sure-dialog"));
    const question = sentence("erase-sure", { numbers: this.#numbers });
    if (await sure.ask({ question, words: sentence("erase-sure-words"), yes: sentence("erase-sure-yes") })) await this.send(() => this.#erase());
  }

  async #erase() {
    await ask("POST", "/erasures", { body: { visit_id: this.#visit } });
    this.#forget();
    furnish(this.dialog, { words: { kept: null, said: sentence("erase-done") } });
    this.#closer.focus();
  }

  #forget() {
    this.#contact = null;
    this.#form.clear();
    draw(this.#list, "person-row", []);
    for (const action of ["erase", "correct"]) this.#button(action).hidden = true;
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.querySelector("dl"));
  }

  get #form() {
    return /** @type {PersonForm} */ (this.querySelector("person-form"));
  }

  get #closer() {
    return /** @type {HTMLElement} */ (this.dialog.querySelector('[data-part="ends"] button'));
  }

  /** @param {string} action */
  #button(action) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-action="${action}"]`));
  }
}

/** @param {Record<string, string | null> | null} contact @returns {Row[]} */
function rowsOf(contact) {
  const known = CONTACT.filter((name) => contact?.[name]);
  return known.map((name) => ({ key: name, words: { name: sentence(`person-${name}`), value: contact?.[name] } }));
}

/** @param {Person} person */
function keptWords({ kept_until: until, erased_at: erased }) {
  if (erased) return sentence("person-erased", { when: dateAndTime(erased) });
  return until ? sentence("person-until", { when: dateAndTime(until) }) : sentence("person-gone");
}

customElements.define("visit-person", VisitPerson);
