/** Is this copy ours? The code comes from the address (the QR on a page) or from the visitor's fingers. */

import { api, NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { date } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { Screens, titleOf } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import { copyCode } from "./copy-code.js";
import "../bersama/error-summary.js";
import "../bersama/office-contact.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

const MISREAD = [404, 422];

export class CopyCheck extends HTMLElement {
  /** @type {Promise<void>} */
  #office = Promise.resolve();
  #question = 0;
  #screens = new Screens(this);

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    window.addEventListener("popstate", this.#read);
    this.#office = this.#meetOffice();
    this.#read();
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    window.removeEventListener("popstate", this.#read);
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#kode"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  async #meetOffice() {
    try {
      const unit = await loadUnit();
      /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    }
  }

  /** What the address asks for. */
  #read = () => {
    const typed = new URLSearchParams(location.search).get("kode") ?? "";
    this.#input.value = typed;
    this.#summary.clear();
    if (typed.trim()) this.#check(typed);
    else this.#screens.show("form");
  };

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    const typed = this.#input.value;
    const code = copyCode(typed);
    const address = new URL(location.href);
    address.searchParams.set("kode", code ?? typed);
    if (code && address.href !== location.href) history.pushState(null, "", address);
    this.#check(typed);
  };

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest('[data-action="retry"]')) this.#read();
  };

  /** @param {string} typed */
  async #check(typed) {
    const code = copyCode(typed);
    this.#question += 1;
    this.#summary.clear();
    if (!code) {
      this.#screens.show("form");
      this.#complain(typed.trim() ? "code-shape" : "code-missing");
      return;
    }
    this.#input.value = code;
    this.#screens.show("asking");
    await this.#ask(code, this.#question);
  }

  /** Only the newest question is answered on the page. @param {string} code @param {number} question */
  async #ask(code, question) {
    try {
      const found = await api("GET", `/copies/${code}`);
      await this.#office;
      if (question === this.#question) this.#show(code, found);
    } catch (fault) {
      if (question === this.#question) this.#refuse(code, fault);
    }
  }

  /** @param {string} key */
  #complain(key) {
    this.#summary.show([{ field: "kode", words: sentence(key) }], titleOf(this.#screens.section("form")));
  }

  /** @param {string} code @param {{publication: {title: string, year: number | null}, issued_on: string, unit: string}} found */
  #show(code, found) {
    const { title, year } = found.publication;
    furnish(this, { words: { code, title, year: year ? String(year) : null, issued: date(found.issued_on), unit: found.unit } });
    /** @type {HTMLElement} */ (this.querySelector('[data-part="year"]')).hidden = !year;
    this.#screens.show("genuine");
  }

  /** @param {string} code @param {unknown} fault */
  #refuse(code, fault) {
    if (fault instanceof ProblemError && MISREAD.includes(fault.status)) {
      furnish(this, { words: { code } });
      this.#screens.show("unknown");
      return;
    }
    furnish(this, { words: { trouble: wordsOf(fault) } });
    this.#screens.show("failed");
  }
}

customElements.define("copy-check", CopyCheck);
