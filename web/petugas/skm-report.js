/** The satisfaction survey of a period: the index first, then its nine elements, then the same figures in a table. */

import { dateAndTime, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { periodWords } from "./report-period.js";
import { skmChart } from "./skm-chart.js";

/** @typedef {import("./report-period.js").ReportPeriod} ReportPeriod */

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

  connectedCallback() {
    this.addEventListener("periodchosen", this.#ask);
    document.addEventListener("languagechange", this.#redraw);
  }

  disconnectedCallback() {
    this.removeEventListener("periodchosen", this.#ask);
    document.removeEventListener("languagechange", this.#redraw);
  }

  /** @param {import("./staff.js").Member} _member @param {import("../bersama/unit.js").Unit} unit */
  enter(_member, unit) {
    furnish(this, { words: { office: unit.both((said) => said.name) } });
    this.#ask();
  }

  rest() {}

  #ask = async () => {
    const period = /** @type {ReportPeriod} */ (this.querySelector("report-period"));
    const skm = await period.load("/reports/skm");
    if (skm) this.#show(skm);
  };

  /** @param {Skm} skm */
  #show(skm) {
    this.#skm = skm;
    furnish(this, { words: {
      period: periodWords(skm),
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

/** @param {Skm} skm */
function reachedBy({ respondents, target }) {
  if (target === 0) return sentence("target-none");
  return respondents >= target ? sentence("target-reached") : sentence("target-missed", { n: number(target - respondents) });
}

customElements.define("skm-report", SkmReport);
