/** The satisfaction survey of a period: the index first, then its nine elements, then the same figures in a table. */

import { ProblemError } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { date, dateAndTime, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { skmChart } from "./skm-chart.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */

/**
 * @typedef {object} Skm
 * @property {string} from
 * @property {string} to
 * @property {number} respondents
 * @property {number | null} ikm
 * @property {string | null} grade
 * @property {string | null} reason
 * @property {Record<string, {nrr: number | null, respondents: number}>} elements
 * @property {number} target
 * @property {string} computed_at
 */

export class SkmReport extends HTMLElement {
  /** @type {Skm | null} */
  #skm = null;
  #question = 0;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#redraw);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#redraw);
  }

  /** @param {import("./staff.js").Member} _member @param {import("../bersama/unit.js").Unit} unit */
  enter(_member, unit) {
    furnish(this, { words: { office: unit.both((said) => said.name) } });
    this.#ask();
  }

  rest() {}

  /** @param {string} name */
  #input(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${name}"]`));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#ask();
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "print") window.print();
    if (action === "this-month") this.#askThisMonth();
  };

  #askThisMonth() {
    for (const name of ["from", "to"]) this.#input(name).value = "";
    this.#ask();
  }

  /** Without days the service takes this month up to now; a slow answer never replaces a newer one. */
  async #ask() {
    const question = (this.#question += 1);
    const days = ["from", "to"].map((name) => [name, this.#input(name).value]).filter(([, value]) => value);
    this.#summary.clear();
    try {
      const skm = await ask("GET", `/reports/skm?${new URLSearchParams(days)}`);
      if (question === this.#question) this.#show(skm);
    } catch (fault) {
      if (question === this.#question && !isRefused(fault)) this.#refuse(fault);
    }
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    const faulty = fault instanceof ProblemError && fault.errors.length > 0;
    if (faulty) this.#summary.show(complaintsOf(fault), titleOf(this));
    furnish(this, { words: { trouble: faulty ? null : wordsOf(fault) } });
  }

  /** @param {Skm} skm */
  #show(skm) {
    this.#skm = skm;
    this.#input("from").value = skm.from;
    this.#input("to").value = skm.to;
    furnish(this, { words: {
      trouble: null,
      period: sentence("period", { from: date(noon(skm.from)), to: date(noon(skm.to)) }),
      few: skm.ikm === null ? sentence("too-few") : null,
      ikm: skm.ikm === null ? "–" : number(skm.ikm, 2),
      grade: skm.grade ? sentence(`grade-${skm.grade}`) : sentence("too-few-short"),
      respondents: number(skm.respondents),
      target: skm.target > 0 ? number(skm.target) : "–",
      reached: reachedBy(skm),
      computed: sentence("computed", { when: dateAndTime(skm.computed_at) }),
    } });
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "element-row", Object.entries(skm.elements).map(([code, element]) => ({
      key: code,
      words: {
        name: sentence("element", { code, name: sentence(code) }),
        nrr: element.nrr === null ? "–" : number(element.nrr, 2),
        respondents: number(element.respondents),
      },
    })));
    this.#redraw();
    /** @type {HTMLElement} */ (this.querySelector('[data-part="report"]')).hidden = false;
  }

  /** A picture holds the words of one language. */
  #redraw = () => {
    if (!this.#skm) return;
    const bars = Object.entries(this.#skm.elements).map(([code, { nrr }]) => ({ code, nrr }));
    this.querySelector(".chart")?.replaceChildren(skmChart(bars));
  };
}

/** A day as a moment within it, whatever the office's zone. @param {string} day */
function noon(day) {
  return `${day}T04:00:00Z`;
}

/** @param {Skm} skm */
function reachedBy({ respondents, target }) {
  if (target === 0) return sentence("target-none");
  return respondents >= target ? sentence("target-reached") : sentence("target-missed", { n: number(target - respondents) });
}

customElements.define("skm-report", SkmReport);
