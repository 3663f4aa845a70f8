/** What came of an import: how many rows went which way, which were not taken and why. */

import { dateAndTime, number } from "../bersama/format.js";
import { draw, furnish, stamp } from "../bersama/list.js";
import { hasSentence, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {{field: string, code: string, detail: string | Twins}} RowFault `detail` in the language asked for, or in both */
/** @typedef {{row: number, title: string | null, errors: RowFault[]}} RefusedRow */
/** @typedef {{row: number, title: string, code: string, detail: string}} Remark */

/**
 * @typedef {object} Report
 * @property {"csv" | "webapi"} source
 * @property {"none" | "running" | "done" | "failed"} state
 * @property {string | null} reason
 * @property {string | null} changed_at
 * @property {number | null} page
 * @property {number | null} pages
 * @property {number} rows
 * @property {number} added
 * @property {number} changed
 * @property {number} unchanged
 * @property {number} refused_rows
 * @property {RefusedRow[]} refused
 * @property {Remark[]} remarks
 * @property {string[]} unknown_columns
 */

const COUNTS = /** @type {const} */ (["rows", "added", "changed", "unchanged", "refused_rows"]);
/** @type {Record<string, string>} */
const MOODS = { added: "good", refused_rows: "bad" };

/** Two reports about parts of one file as one. @param {Report | null} one @param {Report} other @returns {Report} */
export function joined(one, other) {
  if (!one) return other;
  const counts = COUNTS.map((name) => [name, one[name] + other[name]]);
  const refused = [...one.refused, ...other.refused];
  return { ...other, ...Object.fromEntries(counts), refused, remarks: [...one.remarks, ...other.remarks] };
}

export class ImportReport extends HTMLElement {
  /** @param {Report} report @param {string} language of its words @param {string} [file] its name, where it is of one */
  show(report, language, file = "") {
    if (!this.firstElementChild) this.append(stamp("import-report"));
    const { source, refused_rows, refused, unknown_columns } = report;
    const when = titleOf(report, file);
    const shown = new Set(refused.map((one) => one.row)).size;
    furnish(this, {
      words: {
        when,
        columns: unknown_columns.length > 0 ? sentence("import-columns", { names: unknown_columns.join(", ") }) : null,
        advice: sentence(`import-advice-${source}`),
        more: refused_rows > shown ? sentence("import-more", { n: number(refused_rows - shown) }) : null,
      },
    });
    draw(this.#part(".tallies"), "import-tally", COUNTS.filter((name) => name === "rows" || report[name] > 0).map((name) => tally(name, report[name])));
    draw(this.#part("tbody"), "import-row", refused.flatMap((row) => faultsOf(row, language)));
    draw(this.#part('[data-part="remarks"] ul'), "import-remark", report.remarks.map((one, place) => remark(one, place, language)));
    this.#part('[data-part="refused"]').hidden = refused.length === 0;
    this.#part('[data-part="remarks"]').hidden = report.remarks.length === 0;
    this.hidden = false;
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** @param {Report} report @param {string} file @returns {Twins} */
function titleOf({ state, changed_at }, file) {
  if (state === "running") return sentence("import-when-running");
  return file ? sentence("import-when-csv", { file }) : sentence("import-when-webapi", { when: dateAndTime(changed_at ?? "") });
}

/** @param {string} name @param {number} count @returns {import("../bersama/list.js").Row} */
function tally(name, count) {
  const words = sentence(`import-${name.replace("_rows", "")}`, { n: number(count) });
  return { key: name, words: { tally: words }, marks: { mood: MOODS[name] ?? null } };
}

/** One line a fault: each is put right by itself. @param {RefusedRow} row @param {string} language @returns {import("../bersama/list.js").Row[]} */
function faultsOf({ row, title, errors }, language) {
  return errors.map(({ field, detail }, place) => {
    const said = typeof detail === "string" ? { [language]: detail } : detail;
    const known = hasSentence(`import-field-${field}`);
    const fault = known ? sentence("import-fault", { field: sentence(`import-field-${field}`), detail: said }) : said;
    return { key: `${row}-${place}`, words: { row: number(row), title: title ?? sentence("import-untitled"), fault: one(fault, language, said) } };
  });
}

/** Words that came in one language show in that one alone. @param {Twins} words @param {string} language @param {Twins} said @returns {Twins} */
function one(words, language, said) {
  return Object.keys(said).length > 1 ? words : { [language]: language === "en" ? words.en : words.id };
}

/** @param {Remark} told @param {number} place @param {string} language @returns {import("../bersama/list.js").Row} */
function remark({ row, title, detail }, place, language) {
  const about = title ? sentence("import-remark-row", { row: number(row), title }) : null;
  return { key: `${place}`, words: { title: about, detail: { [language]: detail } } };
}

customElements.define("import-report", ImportReport);
