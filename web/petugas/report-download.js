/** A report as a file: fetched with the session of whoever is signed in, and kept under the name that the service gives it. */

import { wordsOf } from "../bersama/faults.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { askFile, isRefused } from "./staff.js";

/** @type {Record<string, string>} */
const TYPES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};

export class ReportDownload extends HTMLElement {
  #report = "";
  #busy = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /** @param {string} report its path with its period, as it is shown */
  offer(report) {
    this.#report = report;
    furnish(this, { words: { said: null, trouble: null } });
  }

  /** @param {Event} event */
  #press = async (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button || this.#busy) return;
    this.#busy = true;
    const kind = (button.textContent ?? "").trim();
    furnish(this, { words: { said: sentence("download-busy", { kind }), trouble: null } });
    await this.#fetch(button.dataset);
    this.#busy = false;
  };

  /** @param {DOMStringMap} wanted */
  async #fetch({ format = "", bom }) {
    try {
      const file = await askFile(`${this.#report}&format=${format}${bom ? `&bom=${bom}` : ""}`, TYPES[format]);
      keep(file);
      furnish(this, { words: { said: sentence("download-done", { name: file.name }) } });
    } catch (fault) {
      furnish(this, { words: { said: null, trouble: isRefused(fault) ? null : wordsOf(fault) } });
    }
  }
}

/** @param {{name: string, blob: Blob}} file */
function keep({ name, blob }) {
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

customElements.define("report-download", ReportDownload);
