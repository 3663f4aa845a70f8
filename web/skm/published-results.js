/** The published results of the satisfaction survey: the newest large, those before it as a trend. Nobody is named. */

import { api } from "../bersama/api.js";
import { columnChart } from "../bersama/column-chart.js";
import { wordsOf } from "../bersama/faults.js";
import { NARROW, showFigure, unfoldForPrint } from "../bersama/figure.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";
import { dayWords, monthWords, periodWords } from "../bersama/period-words.js";
import { Screens } from "../bersama/screens.js";
import { elementsChart, elementWords } from "../bersama/skm-elements.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/office-contact.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

/**
 * @typedef {object} Result an item of GET /api/skm
 * @property {string} from
 * @property {string} to
 * @property {string} published_on
 * @property {number} respondents
 * @property {number} ikm
 * @property {string} grade
 * @property {Record<string, {nrr: number}>} elements
 * @property {number} target
 */

const INDEX_SCALE = { step: 25, top: 100 };
const MOST_IN_TREND = 10;
/** How wide a period's name is: "Jan–Jun 25". */
const PERIOD_ROOM = 84;

export class PublishedResults extends HTMLElement {
  #screens = new Screens(this);
  /** @type {Result[]} the newest first */
  #results = [];
  #endUnfolding = () => {};

  connectedCallback() {
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#draw);
    NARROW.addEventListener("change", this.#draw);
    this.#endUnfolding = unfoldForPrint(this);
    this.#ask();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#draw);
    NARROW.removeEventListener("change", this.#draw);
    this.#endUnfolding();
  }

  async #ask() {
    const code = new URLSearchParams(location.search).get("unit") ?? undefined;
    try {
      const [unit, published] = await Promise.all([loadUnit(code), api("GET", code ? `/skm?unit=${encodeURIComponent(code)}` : "/skm")]);
      this.#results = published.items;
      furnish(this, { words: { office: unit.both((said) => said.name) } });
      /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
      this.#show();
    } catch (fault) {
      furnish(this, { words: { trouble: wordsOf(fault) } });
      this.#screens.show("failed");
    }
  }

  #show() {
    const [newest] = this.#results;
    if (newest) furnish(this, { words: wordsAbout(newest) });
    this.#part("earlier").hidden = this.#results.length < 2;
    this.#part("complain").hidden = false;
    this.#draw();
    this.#screens.show(newest ? "result" : "none");
  }

  /** A picture holds the words of one language. */
  #draw = () => {
    const [newest] = this.#results;
    if (!newest) return;
    showFigure(this.#figure("elements"), elementsFigure(newest));
    showFigure(this.#figure("earlier"), trendFigure(this.#results.slice(0, MOST_IN_TREND).toReversed()));
  };

  /** @param {Event} event */
  #press = (event) => {
    const { action } = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {};
    if (action === "print") window.print();
    if (action === "again") {
      this.#screens.show("asking");
      this.#ask();
    }
  };

  /** @param {string} name */
  #figure(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-figure="${name}"]`));
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Result} result */
function wordsAbout(result) {
  const { ikm, grade, respondents, target, published_on: on } = result;
  return {
    period: periodWords(result),
    ikm: number(ikm, 2),
    grade: sentence(`grade-${grade}`),
    respondents: number(respondents),
    target: target > 0 ? number(target) : "–",
    reached: target > 0 ? sentence(respondents >= target ? "target-reached" : "target-missed") : null,
    published: sentence("published-on", { on: dayWords(on) }),
  };
}

/** @param {Result} result @returns {Figure} */
function elementsFigure({ elements }) {
  return {
    chart: (space) => elementsChart(elements, space),
    heads: [sentence("head-element"), sentence("head-nrr")],
    rows: Object.entries(elements).map(([code, { nrr }]) => [elementWords(code), number(nrr, 2)]),
  };
}

/** @param {Result[]} results the oldest first @returns {Figure} */
function trendFigure(results) {
  const columns = results.map((one) => ({ short: shortPeriod(one), parts: [one.ikm], figure: number(one.ikm, 2) }));
  return {
    chart: (space) => columnChart({ name: sentence("earlier-name"), columns, nameRoom: PERIOD_ROOM, scale: INDEX_SCALE }, space),
    heads: [sentence("head-period"), sentence("head-ikm"), sentence("head-grade"), sentence("head-respondents")],
    rows: results.toReversed().map((one) => [periodWords(one), number(one.ikm, 2), one.grade, number(one.respondents)]),
  };
}

/** "2025", "Nov 25" or "Jan–Jun 25", by the months that a period touches. @param {Result} result @returns {Twins} */
function shortPeriod({ from, to }) {
  const [first, last] = [from.slice(0, 7), to.slice(0, 7)];
  const year = from.slice(0, 4);
  if (from === `${year}-01-01` && to === `${year}-12-31`) return { id: year, en: year };
  const [start, end] = [monthWords(first, "short"), monthWords(last, "short")];
  if (first === last) return end;
  /** @param {string | undefined} words */
  const month = (words) => (year === to.slice(0, 4) ? words?.split(" ")[0] : words);
  return { id: `${month(start.id)}–${end.id}`, en: `${month(start.en)}–${end.en}` };
}

customElements.define("published-results", PublishedResults);
