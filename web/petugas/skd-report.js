/** BPS's own survey of a period: the anti-corruption index, and the means of its sixteen attributes. */

import { barChart } from "../bersama/bar-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { defineReport } from "./report-area.js";
import { indexFigure, orNone } from "./report-words.js";

/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {{mean: number | null, importance: number | null, respondents: number}} Attribute */

/**
 * @typedef {object} Skd the answer of GET /api/staff/reports/skd
 * @property {boolean} asked whether the unit asks these questions now
 * @property {number} respondents
 * @property {number | null} ipak
 * @property {boolean} weighted
 * @property {"belum-cukup-data" | "kelompok-kecil" | null} reason
 * @property {Record<string, Attribute>} attributes
 * @property {{code: string, respondents: number, ipak: number | null, reason: string | null}[]} months
 */

const AXIS = { lowest: 1, highest: 10, marks: [1, 4, 7, 10] };
/** The attributes of which the index is made. */
const OF_INDEX = ["12", "13", "14", "15", "16"];

/** @param {Skd} report */
function words({ asked, respondents, ipak, weighted, reason }) {
  return {
    off: asked ? null : sentence("skd-off"),
    few: reason && asked ? sentence(`skd-${reason}`) : null,
    ipak: orNone(ipak, 2),
    "ipak-missing": ipak === null ? sentence(`missing-${reason}`) : null,
    respondents: number(respondents),
    weighted: sentence(weighted ? "ipak-weighted" : "ipak-plain"),
  };
}

/** @param {Skd} report @returns {Record<string, Figure>} */
function figures({ attributes, months }) {
  return {
    attributes: attributesFigure(attributes),
    months: indexFigure(months.map((month) => ({ ...month, value: month.ipak })), "head-ipak"),
  };
}

/** @param {Record<string, Attribute>} attributes @returns {Figure} */
function attributesFigure(attributes) {
  const all = Object.entries(attributes).toSorted(([one], [two]) => Number(one) - Number(two));
  const bars = all.map(([code, { mean, importance }]) => ({
    name: attributeWords(code),
    value: mean,
    words: mean === null ? { id: "–" } : number(mean, 2),
    look: OF_INDEX.includes(code) ? "bar second" : "bar",
    beside: importance,
  }));
  const measured = all.some(([, { mean }]) => mean !== null);
  return {
    chart: (space) => barChart({ name: sentence("bars-name", { what: sentence("head-attribute") }), bars, axis: AXIS }, space),
    heads: [sentence("head-attribute"), sentence("head-mean"), sentence("head-importance"), sentence("head-respondents")],
    rows: measured ? all.map(([code, { mean, importance, respondents }]) => [attributeWords(code), orNone(mean, 2), orNone(importance, 2), number(respondents)]) : [],
  };
}

/** "12 Tanpa diskriminasi". @param {string} code */
function attributeWords(code) {
  return sentence("element", { code, name: sentence(`skd-${code}`) });
}

defineReport("skd-report", { path: "skd", words, figures });
