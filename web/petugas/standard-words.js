/** The promise's report in words: its shares, days and months, reasons and misses. */

import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { dayWords } from "../bersama/period-words.js";
import { exactly } from "./durations.js";
import { spansOf } from "./report-words.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** @typedef {{from_minutes: number, to_minutes: number | null, visits: number}} Wait those who waited so long */
/** @typedef {{code: string | null, visits: number}} Reason */
/** @typedef {{day: string, number: string, waited_seconds: number | null, outcome: "served" | "left" | "waiting", reason: string | null, note: string | null}} Miss */
/** @typedef {{day: string, counted: number, within: number}} Day */
/** @typedef {{by: "day" | "month", rows: (import("./report-words.js").Span & {counted: number, within: number})[]}} Spans */

/**
 * @typedef {object} Standard the answer of GET /api/staff/reports/standard
 * @property {string} from
 * @property {string} to
 * @property {string} service
 * @property {number} limit_minutes
 * @property {number} counted
 * @property {number} within
 * @property {number | null} share in per cent; `null` when nothing was counted
 * @property {Wait[]} distribution
 * @property {number | null} median_seconds
 * @property {number | null} p90_seconds
 * @property {Reason[]} reasons
 * @property {Miss[]} misses
 * @property {Day[]} days
 * @property {string} computed_at
 */

/** Per cent of whole numbers, rounded half up to two decimals without a binary fraction in between. @param {{counted: number, within: number}} of */
export function shareOf({ counted, within }) {
  return Math.floor((within * 20000 + counted) / (2 * counted)) / 100;
}

/** The days of one month, or the months of a longer period; those without a visit too. @param {Standard} standard @returns {Spans} */
export function spans(standard) {
  const { by, spans: all } = spansOf(standard);
  return { by, rows: all.map((span) => ({ ...span, ...sumOf(standard.days.filter(({ day }) => day.startsWith(span.key))) })) };
}

/** @param {Day[]} days */
function sumOf(days) {
  /** @param {"counted" | "within"} figure */
  const sum = (figure) => days.reduce((sofar, day) => sofar + day[figure], 0);
  return { counted: sum("counted"), within: sum("within") };
}

/** @param {Wait} wait @returns {Twins} */
export function waitWords({ from_minutes: from, to_minutes: to }) {
  return to === null ? sentence("wait-span-open", { from }) : sentence("wait-span", { from, to });
}

/** @param {Reason} reason @param {Unit} unit @returns {Row} */
export function reasonRow({ code, visits }, unit) {
  return { key: code ?? "", words: { span: reasonWords(code, unit), visits: number(visits) } };
}

/** @param {Miss} miss @param {Unit} unit @returns {Row} */
export function missRow(miss, unit) {
  return {
    key: `${miss.day} ${miss.number}`,
    words: {
      day: dayWords(miss.day),
      number: miss.number,
      waited: miss.waited_seconds === null ? "–" : exactly(miss.waited_seconds),
      outcome: sentence(`outcome-${miss.outcome}`),
      reason: reasonWords(miss.reason, unit),
      note: miss.note ?? "–",
    },
    sort: { day: miss.day, waited: String(miss.waited_seconds ?? "") },
  };
}

/** @param {string | null} code @param {Unit} unit @returns {Twins} */
function reasonWords(code, unit) {
  if (code === null) return sentence("no-reason");
  return unit.both((said) => said.miss_reasons.find((/** @type {any} */ one) => one.code === code)?.name ?? code);
}
