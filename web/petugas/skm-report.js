/** The satisfaction survey of a period: the index, its nine elements, its months and services, and the ratings. */

import { barChart } from "../bersama/bar-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { elementsChart, elementWords } from "../bersama/skm-elements.js";
import { defineReport } from "./report-area.js";
import { indexFigure, indexWords, orNone } from "./report-words.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {{code: string, respondents: number, ikm: number | null, grade: string | null, reason: string | null}} SkmPart */

/**
 * @typedef {object} Skm the answer of GET /api/staff/reports/skm
 * @property {string} from
 * @property {string} to
 * @property {number} respondents
 * @property {number | null} ikm
 * @property {string | null} grade
 * @property {"belum-cukup-data" | "kelompok-kecil" | null} reason
 * @property {Record<string, {nrr: number | null, respondents: number}>} elements
 * @property {number} target
 * @property {Record<string, number>} ratings
 * @property {number} rated
 * @property {SkmPart[]} months
 * @property {SkmPart[]} services
 * @property {string} computed_at
 */

const IKM = { lowest: 25, highest: 100, marks: [25, 50, 75, 100] };

/** @param {Skm} skm */
function words(skm) {
  const { ikm, grade, reason, respondents, target, rated } = skm;
  return {
    few: reason ? sentence(`skm-${reason}`) : null,
    ikm: orNone(ikm, 2),
    grade: sentence(grade ? `grade-${grade}` : `missing-${reason}`),
    respondents: number(respondents),
    target: target > 0 ? number(target) : "–",
    reached: reachedBy(skm),
    rated: sentence("rated", { n: number(rated) }),
  };
}

/** @param {Skm} skm */
function reachedBy({ respondents, target }) {
  if (target === 0) return sentence("target-none");
  return respondents >= target ? sentence("target-reached") : sentence("target-missed", { n: number(target - respondents) });
}

/** @param {Skm} skm @param {Unit} unit @returns {Record<string, Figure>} */
function figures({ elements, months, services, ratings, rated }, unit) {
  return {
    elements: {
      chart: (space) => elementsChart(elements, space),
      heads: [sentence("head-element"), sentence("head-nrr"), sentence("head-respondents")],
      rows: Object.entries(elements).map(([code, one]) => [elementWords(code), orNone(one.nrr, 2), number(one.respondents)]),
    },
    months: indexFigure(months.map((month) => ({ ...month, value: month.ikm })), "head-ikm"),
    services: servicesFigure(services, unit),
    ratings: ratingsFigure(rated > 0 ? ratings : {}),
  };
}

/** @param {SkmPart[]} services @param {Unit} unit @returns {Figure} */
function servicesFigure(services, unit) {
  const bars = services.map((one) => ({ name: unit.service(one.code), value: one.ikm, words: /** @type {Twins} */ (one.ikm === null ? { id: "–" } : number(one.ikm, 2)) }));
  return {
    chart: (space) => barChart({ name: sentence("bars-name", { what: sentence("head-ikm") }), bars, axis: IKM }, space),
    heads: [sentence("head-service"), sentence("head-ikm"), sentence("head-respondents")],
    rows: services.map((one) => [unit.service(one.code), indexWords({ ...one, value: one.ikm }), number(one.respondents)]),
  };
}

/** The best first. @param {Record<string, number>} ratings @returns {Figure} */
function ratingsFigure(ratings) {
  const bars = Object.entries(ratings).toReversed().map(([code, given]) => ({ name: sentence(`rating-${code}`), value: given }));
  return {
    chart: (space) => barChart({ name: sentence("bars-name", { what: sentence("head-rating") }), bars }, space),
    heads: [sentence("head-rating"), sentence("head-given")],
    rows: bars.map(({ name, value }) => [name, number(value)]),
  };
}

/** @param {HTMLElement} area @param {Skm} skm */
function finish(area, { respondents, target }) {
  const meter = /** @type {HTMLProgressElement} */ (area.querySelector("progress"));
  meter.hidden = target === 0;
  Object.assign(meter, { max: Math.max(target, 1), value: Math.min(respondents, target) });
}

defineReport("skm-report", { path: "skm", words, figures, finish });
