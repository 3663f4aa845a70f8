/** A table of titles (CSV) is chosen, sent portion by portion, and answered row by row. */

import { NetworkLost, newKey } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { fileSize, number } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { language, sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { linesOf, MOST_FILE_BYTES, NoTable, portionsOf, textOf } from "./csv-file.js";
import { joined } from "./import-report.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("./import-report.js").ImportReport} ImportReport */
/** @typedef {import("./import-report.js").Report} Report */
/** @typedef {import("./csv-file.js").Line} Line */
/** @typedef {import("./csv-file.js").Portion} Portion */

/** With the mark by which Excel knows UTF-8. */
const EXAMPLE = [
  "\ufeffjudul;tahun;subjek;nomor katalog;ISBN;abstrak;rak",
  "Kota Banjarmasin Dalam Angka 2024;2024;Umum;1102001.6371;0215-2169;Gambaran kota dalam angka.;R1-2",
  "",
].join("\r\n");

export class TableImport extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    window.addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    window.removeEventListener("beforeunload", this.#warn);
  }

  enter() {}

  /** A table on its way goes on while a visitor is served. */
  rest() {}

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.action === "example") download(EXAMPLE, "contoh-publikasi.csv");
  };

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#summary.clear();
    this.#tell(null);
    try {
      const file = chosen(/** @type {HTMLInputElement} */ (this.querySelector("input")));
      await this.#import(file.name, linesOf(await textOf(file)));
    } catch (fault) {
      if (!isRefused(fault)) this.#complain(fault);
    }
    this.#bar.hidden = true;
    this.#busy = false;
  };

  /** @param {unknown} fault */
  #complain(fault) {
    const known = fault instanceof NoTable ? [{ words: sentence(`import-file-${fault.code}`, fault.values) }] : complaintsOf(fault);
    this.#tell(null);
    this.#summary.show(known.map((one) => ({ ...one, field: "csv" })), titleOf(/** @type {Element} */ (this.closest("[data-screen]"))));
  }

  /** What was taken stays taken: where it stops half way, the report tells how far it went. @param {string} name @param {Line[]} lines */
  async #import(name, lines) {
    if (lines.length < 2) throw new NoTable("empty");
    const { portions, tooLong } = portionsOf(lines);
    const of = lines.length - 1;
    /** @type {Report | null} */
    let report = tooLong.length > 0 ? refusedReport(tooLong) : null;
    for (const portion of portions) {
      this.#progress(report?.rows ?? 0, of);
      try {
        report = joined(report, await take(portion));
      } catch (fault) {
        if (!report || isRefused(fault)) throw fault;
        this.#show(report, name, whyStopped(fault, report.rows, of), "bad");
        return;
      }
    }
    if (report) this.#show(report, name, ...outcome(report));
  }

  /** @param {Report} report @param {string} name of the file @param {Twins} said @param {string} mood */
  #show(report, name, said, mood) {
    this.#tell(said, mood);
    /** @type {ImportReport} */ (this.querySelector("import-report")).show(report, language(), name);
  }

  get #bar() {
    return /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
  }

  /** @param {number} done @param {number} of */
  #progress(done, of) {
    this.#tell(sentence("import-going", { done: number(done), of: number(of) }), "calm");
    this.#bar.max = of;
    this.#bar.value = done;
    this.#bar.hidden = false;
  }

  /** @param {Twins | null} said @param {string} [mood] */
  #tell(said, mood = "") {
    const place = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    furnish(place, { words: { said } });
    /** @type {HTMLElement} */ (place.firstElementChild).className = `banner ${mood}`;
  }

  /** Leaving would stop a file half way. @param {BeforeUnloadEvent} event */
  #warn = (event) => {
    if (this.#busy) event.preventDefault();
  };
}

/** @param {HTMLInputElement} input @returns {File} throws NoTable */
function chosen({ files }) {
  const file = files?.[0];
  if (!file) throw new NoTable("required");
  if (file.size > MOST_FILE_BYTES) throw new NoTable("too-big", { size: fileSize(file.size) });
  return file;
}

/** Rows that are taken twice change nothing, so a lost answer is asked for again. @param {Portion} portion @returns {Promise<Report>} */
function take({ csv, first }) {
  return ask("POST", "/publications/import", { body: { source: "csv", csv, first_row: first }, key: newKey() });
}

/** @param {Report} report @returns {[Twins, string]} */
function outcome({ rows, refused_rows: left }) {
  if (left === 0) return [sentence("import-done"), "good"];
  return [sentence(left < rows ? "import-done-part" : "import-done-none", { n: number(left) }), left < rows ? "heed" : "bad"];
}

/** Rows that no call can carry. @param {Line[]} lines @returns {Report} */
function refusedReport(lines) {
  const errors = [{ field: "abstract", code: "too-long", detail: sentence("import-row-too-long") }];
  const refused = lines.map(({ row }) => ({ row, title: null, errors }));
  const counts = { rows: lines.length, added: 0, changed: 0, unchanged: 0, refused_rows: lines.length };
  const nothing = { reason: null, changed_at: null, page: null, pages: null, remarks: [], unknown_columns: [] };
  return { ...nothing, ...counts, source: "csv", state: "done", refused };
}

/** @param {unknown} fault @param {number} done @param {number} of @returns {Twins} */
function whyStopped(fault, done, of) {
  const counts = { done: number(done), of: number(of) };
  if (fault instanceof NetworkLost) return sentence("import-cut", counts);
  return sentence("import-stopped", { ...counts, reason: wordsOf(fault) });
}

/** @param {string} text @param {string} name */
function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

customElements.define("table-import", TableImport);
