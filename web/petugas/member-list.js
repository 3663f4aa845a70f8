/** Who belongs to the staff; disabled, a member is out at their next request. */

import { newKey } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("./staff.js").Member} Member */
/** @typedef {{subject: string, username: string, name: string, role: string, disabled: boolean}} Colleague */

const ASKED = ["name", "email", "username"];

export class MemberList extends HTMLElement {
  #busy = false;
  #own = "";
  /** @type {Colleague[]} */
  #colleagues = [];

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#label);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#label);
  }

  /** @param {Member} member who looks */
  async enter(member) {
    this.#own = member.username;
    this.#label();
    this.#tell(null);
    await this.#ask();
  }

  rest() {}

  /** An option holds plain text only. */
  #label = () => {
    for (const option of /** @type {HTMLSelectElement} */ (this.querySelector("select")).options) {
      option.textContent = plain(sentence(`role-${option.value}`));
    }
  };

  async #ask() {
    try {
      this.#show((await ask("GET", "/members?limit=100")).items);
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
    }
  }

  /** @param {Colleague[]} colleagues */
  #show(colleagues) {
    this.#colleagues = colleagues;
    const list = /** @type {HTMLElement} */ (this.querySelector('[data-part="list"]'));
    draw(/** @type {HTMLElement} */ (list.querySelector("tbody")), "member-row", colleagues.map((one) => this.#row(one)));
    list.hidden = colleagues.length === 0;
  }

  /** @param {Colleague} one @returns {import("../bersama/list.js").Row} */
  #row({ subject, username, name, role, disabled }) {
    const self = username === this.#own;
    return {
      key: subject,
      words: {
        name,
        username,
        role: sentence(`role-${role}`),
        state: sentence(disabled ? "member-disabled" : "member-active"),
        act: sentence(disabled ? "enable" : "disable"),
        self: self ? sentence("yourself") : null,
      },
      marks: { mood: disabled ? "heed" : "good", self: self ? "" : null },
    };
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-action="toggle"]');
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const colleague = this.#colleagues.find((one) => one.subject === key);
    if (colleague) this.#toggle(colleague);
  };

  /** @param {Colleague} colleague */
  async #toggle({ subject, name, disabled }) {
    try {
      await ask("PATCH", `/members/${encodeURIComponent(subject)}`, { body: { disabled: !disabled } });
      this.#tell(sentence(disabled ? "now-enabled" : "now-disabled", { name }));
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
    }
    await this.#ask();
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const summary = /** @type {ErrorSummary} */ (form.querySelector("error-summary"));
    const page = titleOf(/** @type {Element} */ (this.closest("[data-screen]")));
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
    const missing = ASKED.filter((name) => !typed[name]).map((name) => ({ field: name, words: sentence(`field-${name}-required`) }));
    summary.clear();
    if (missing.length > 0) {
      summary.show(missing, page);
      return;
    }
    this.#busy = true;
    try {
      await ask("POST", "/members", { body: typed, key: newKey() });
      form.reset();
      this.#tell(sentence("member-added", { name: typed.name }));
      await this.#ask();
    } catch (fault) {
      if (!isRefused(fault)) summary.show(complaintsOf(fault), page);
    }
    this.#busy = false;
  };

  /** @param {Twins | null} said @param {Twins | null} [trouble] */
  #tell(said, trouble = null) {
    furnish(this, { words: { said, trouble } });
  }
}

customElements.define("member-list", MemberList);
