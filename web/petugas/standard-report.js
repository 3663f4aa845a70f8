/** The promise of a period: the share kept, how long visitors waited, and every visit that waited too long. */

import { dateAndTime, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { exactly } from "./durations.js";
import { periodWords } from "./report-period.js";
import { dayRow, missRow, percent, reasonRow, spans, waitRow } from "./standard-words.js";
import { spanChart } from "./span-chart.js";
import { waitChart } from "./wait-chart.js";

/** @typedef {import("./report-period.js").ReportPeriod} ReportPeriod */
/** @typedef {import("./standard-words.js").Standard} Standard */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** Where a wide chart would be too small to read. */
const NARROW = matchMedia("(max-width: 40rem)");

export class StandardReport extends HTMLElement {
  /** @type {Standard | null} */
  #standard = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {HTMLDetailsElement[]} tables that are open for printing only */
  #unfolded = [];

  connectedCallback() {
    this.addEventListener("periodchosen", this.#ask);
    document.addEventListener("languagechange", this.#speak);
    NARROW.addEventListener("change", this.#draw);
    window.addEventListener("beforeprint", this.#unfold);
    window.addEventListener("afterprint", this.#fold);
  }

  disconnectedCallback() {
    this.removeEventListener("periodchosen", this.#ask);
    document.removeEventListener("languagechange", this.#speak);
    NARROW.removeEventListener("change", this.#draw);
    window.removeEventListener("beforeprint", this.#unfold);
    window.removeEventListener("afterprint", this.#fold);
  }

  /** @param {import("./staff.js").Member} _member @param {Unit} unit */
  enter(_member, unit) {
    this.#unit = unit;
    furnish(this, { words: { office: unit.both((said) => said.name) } });
    this.#offerServices(unit);
    this.#ask();
  }

  rest() {}

  /** Only where there is something to choose: more than one service that promises. @param {Unit} unit */
  #offerServices(unit) {
    const promising = unit.said.services.filter((/** @type {any} */ one) => one.limit_minutes !== null);
    const several = promising.length > 1;
    this.#part("services").hidden = !several;
    if (several && this.#select.length === 0) {
      this.#select.append(...promising.map((/** @type {any} */ one) => new Option(one.name, one.code)));
    }
    for (const option of this.#select.options) option.textContent = plain(unit.service(option.value));
  }

  get #select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("select"));
  }

  #ask = async () => {
    const period = /** @type {ReportPeriod} */ (this.querySelector("report-period"));
    const standard = await period.load("/reports/standard");
    if (standard) this.#show(standard);
  };

  /** A picture and an option hold the words of one language. */
  #speak = () => {
    if (this.#unit) this.#offerServices(this.#unit);
    this.#draw();
  };

  /** On paper nothing can be unfolded. */
  #unfold = () => {
    this.#unfolded = [...this.querySelectorAll("details")].filter((table) => !table.open);
    for (const table of this.#unfolded) table.open = true;
  };

  #fold = () => {
    for (const table of this.#unfolded) table.open = false;
    this.#unfolded = [];
  };

  /** @param {Standard} standard */
  #show(standard) {
    this.#standard = standard;
    furnish(this, { words: { ...this.#figures(standard), ...this.#facts(standard) } });
    this.#lists(standard);
    this.#part("report").hidden = false;
    this.#draw();
  }

  /** @param {Standard} standard @returns {Row["words"]} */
  #figures({ share, within, counted, median_seconds, p90_seconds }) {
    const none = share === null;
    return {
      few: none ? sentence("too-few-visits") : null,
      share: none ? "–" : percent(share),
      kept: none ? sentence("too-few-short") : sentence("kept-of", { within: number(within), counted: number(counted) }),
      counted: number(counted),
      median: median_seconds === null ? "–" : exactly(median_seconds),
      p90: p90_seconds === null ? "–" : exactly(p90_seconds),
    };
  }

  /** @param {Standard} standard @returns {Row["words"]} */
  #facts(standard) {
    const limit = standard.limit_minutes;
    const { by } = spans(standard);
    const unserved = standard.misses.filter((miss) => miss.outcome !== "served").length;
    return {
      service: sentence("of-service", { service: this.#unit?.service(standard.service) ?? "" }),
      period: periodWords(standard),
      "share-title": sentence("share-title", { limit }),
      "kept-when": sentence("kept-when", { limit }),
      unserved: unserved > 0 ? sentence("unserved", { n: number(unserved) }) : null,
      "days-title": sentence(`spans-by-${by}`),
      "days-head": sentence(`spans-head-${by}`),
      "none-missed": standard.misses.length === 0 && standard.share !== null ? sentence("none-missed") : null,
      computed: sentence("computed", { when: dateAndTime(standard.computed_at) }),
    };
  }

  /** @param {Standard} standard */
  #lists(standard) {
    const unit = /** @type {Unit} */ (this.#unit);
    this.#fill("waits", "wait-row", standard.distribution.map(waitRow));
    this.#fill("days", "day-row", spans(standard).rows.filter((row) => row.counted > 0).map(dayRow));
    this.#fill("reasons", "wait-row", standard.reasons.map((one) => reasonRow(one, unit)));
    this.#fill("misses", "miss-row", standard.misses.map((miss) => missRow(miss, unit)));
    this.#part("reasons").hidden = standard.reasons.length === 0;
    this.#part("misses").hidden = standard.misses.length === 0;
  }

  /** @param {string} list @param {string} template @param {Row[]} rows */
  #fill(list, template, rows) {
    draw(/** @type {HTMLElement} */ (this.querySelector(`[data-list="${list}"]`)), template, rows);
  }

  #draw = () => {
    if (!this.#standard) return;
    this.querySelector('[data-chart="waits"]')?.replaceChildren(waitChart(this.#standard, NARROW.matches));
    this.querySelector('[data-chart="days"]')?.replaceChildren(spanChart(spans(this.#standard), NARROW.matches));
  };

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

customElements.define("standard-report", StandardReport);
