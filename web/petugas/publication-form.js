/** A new publication: what it is, and its file. */

import { newKey } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { complaintAbout } from "./pdf-choice.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("./upload.js").PresignedForm} PresignedForm */
/** @typedef {{publication_id: string, title: string, upload: PresignedForm, file: File | null}} Saved */

const WORDS = ["title", "subject", "catalogue_number", "isbn", "abstract", "shelf"];

export class PublicationForm extends HTMLElement {
  #busy = false;
  /** One key for one form: saved twice by accident, it is one publication. */
  #key = newKey();
  #sent = "";

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /** Empty, for another publication. */
  begin() {
    this.#form.reset();
    this.#summary.clear();
    this.#key = newKey();
    this.#sent = "";
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #file() {
    return /** @type {HTMLInputElement} */ (this.querySelector('[name="file"]')).files?.[0] ?? null;
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#summary.clear();
    try {
      const complaints = await this.#complaints();
      if (complaints.length > 0) this.#summary.show(complaints, titleOf(this));
      else await this.#save();
    } catch (fault) {
      if (!isRefused(fault)) this.#summary.show(complaintsOf(fault), titleOf(this));
    }
    this.#busy = false;
  };

  async #save() {
    const body = publicationOf(this.#form);
    const said = JSON.stringify(body);
    if (this.#sent && this.#sent !== said) this.#key = newKey();
    this.#sent = said;
    const { publication_id, upload } = await ask("POST", "/publications", { body, key: this.#key });
    /** @type {Saved} */
    const saved = { publication_id, title: body.title ?? "", upload, file: this.#file };
    this.dispatchEvent(new CustomEvent("publicationsaved", { bubbles: true, detail: saved }));
  }

  /** @returns {Promise<Complaint[]>} */
  async #complaints() {
    const { title = "", year } = publicationOf(this.#form);
    const file = this.#file && (await complaintAbout(this.#file));
    return [
      ...(title.trim() ? [] : [{ field: "title", words: sentence("field-title-required") }]),
      ...(year ? [] : [{ field: "year", words: sentence("field-year-required") }]),
      ...(file ? [{ field: "file", words: file }] : []),
    ];
  }
}

/**
 * What was typed; blanks are left out.
 * @param {HTMLFormElement} form
 * @returns {{title?: string, year?: number, subject?: string, catalogue_number?: string, isbn?: string, abstract?: string, shelf?: string}}
 */
function publicationOf(form) {
  const typed = new FormData(form);
  const words = WORDS.map((name) => [name, String(typed.get(name) ?? "").trim()]).filter(([, value]) => value);
  const year = String(typed.get("year") ?? "").trim();
  return { ...Object.fromEntries(words), ...(/^\d{4}$/.test(year) && { year: Number(year) }) };
}

customElements.define("publication-form", PublicationForm);
