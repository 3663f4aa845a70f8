/** A report: asked for by its period, and shown with its charts first and the table behind each. What it shows is described. */

import { NARROW, showFigure, unfoldForPrint } from "../bersama/figure.js";
import { dateAndTime } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish, stamp } from "../bersama/list.js";
import { periodWords } from "../bersama/period-words.js";
import "./report-download.js";
import "./report-period.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./report-period.js").ReportPeriod} ReportPeriod */
/** @typedef {import("./report-download.js").ReportDownload} ReportDownload */
/** @typedef {import("./staff.js").Member} Member */

/**
 * @typedef {object} Described
 * @property {string} path under /api/staff/reports
 * @property {(report: any, unit: Unit) => Row["words"]} words
 * @property {(report: any, unit: Unit) => Record<string, Figure>} figures what each `<section data-figure>` shows
 * @property {(report: any, unit: Unit) => Record<string, [string, Row[]]>} [lists] longer ones: template and rows
 * @property {(report: any) => Record<string, boolean>} [parts] whether each is shown
 * @property {(report: any) => Record<string, string>} [asked] what was asked beside the period
 * @property {(area: HTMLElement, report: any) => void} [finish] what is no word and no figure
 * @property {(area: HTMLElement, unit: Unit) => void} [speak] words that a template cannot hold, in the present language
 */

class ReportArea extends HTMLElement {
  /** @type {Described} */
  described = { path: "", words: () => ({}), figures: () => ({}) };
  /** @type {any} */
  #report = null;
  /** @type {Unit | null} */
  #unit = null;
  #endUnfolding = () => {};

  connectedCallback() {
    this.addEventListener("periodchosen", this.#ask);
    document.addEventListener("languagechange", this.#speak);
    NARROW.addEventListener("change", this.#draw);
    this.#endUnfolding = unfoldForPrint(this);
  }

  disconnectedCallback() {
    this.removeEventListener("periodchosen", this.#ask);
    document.removeEventListener("languagechange", this.#speak);
    NARROW.removeEventListener("change", this.#draw);
    this.#endUnfolding();
  }

  /** @param {Member} _member @param {Unit} unit */
  enter(_member, unit) {
    this.#unit = unit;
    this.#lay();
    furnish(this, { words: { office: unit.both((said) => said.name) } });
    this.described.speak?.(this, unit);
    this.#ask();
  }

  rest() {}

  /** Once: what every report has. */
  #lay() {
    if (this.querySelector("report-download")) return;
    this.querySelector("report-period")?.after(stamp("report-download"));
    for (const figure of this.querySelectorAll("[data-figure]")) figure.append(...stamp("report-figure").childNodes);
  }

  #ask = async () => {
    const period = /** @type {ReportPeriod} */ (this.querySelector("report-period"));
    const report = await period.load(`/reports/${this.described.path}`);
    if (report) this.#show(report);
  };

  /** @param {any} report */
  #show(report) {
    const unit = /** @type {Unit} */ (this.#unit);
    this.#report = report;
    furnish(this, { words: { ...commonWords(report), ...this.described.words(report, unit) } });
    for (const [list, [template, rows]] of Object.entries(this.described.lists?.(report, unit) ?? {})) {
      draw(/** @type {HTMLElement} */ (this.querySelector(`[data-list="${list}"]`)), template, rows);
    }
    for (const [part, shown] of Object.entries(this.described.parts?.(report) ?? {})) this.#part(part).hidden = !shown;
    this.described.finish?.(this, report);
    this.#part("report").hidden = false;
    this.#draw();
    this.#offerFiles(report);
    this.dispatchEvent(new CustomEvent("reportshown", { detail: report }));
  }

  /** The days that are shown, whatever stands in the fields by now. @param {any} report */
  #offerFiles(report) {
    const query = new URLSearchParams({ from: report.from, to: report.to, ...this.described.asked?.(report) });
    const download = /** @type {ReportDownload} */ (this.querySelector("report-download"));
    download.offer(`/reports/${this.described.path}?${query}`);
    download.hidden = false;
  }

  /** A picture and an option hold the words of one language. */
  #speak = () => {
    if (this.#unit) this.described.speak?.(this, this.#unit);
    this.#draw();
  };

  #draw = () => {
    if (!this.#report || !this.#unit) return;
    for (const [name, figure] of Object.entries(this.described.figures(this.#report, this.#unit))) {
      const place = this.querySelector(`[data-figure="${name}"]`);
      if (place) showFigure(/** @type {HTMLElement} */ (place), figure);
    }
  };

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** Makes an element of a report. @param {string} name @param {Described} described */
export function defineReport(name, described) {
  customElements.define(name, class extends ReportArea {
    described = described;
  });
}

/** @param {{from: string, to: string, computed_at: string}} report */
function commonWords(report) {
  return { period: periodWords(report), computed: sentence("computed", { when: dateAndTime(report.computed_at) }) };
}
