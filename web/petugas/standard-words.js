/** The promise's report in words: its shares, days and months, reasons and misses. */

import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { exactly } from "./durations.js";
import { dayWords } from "./report-period.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** @typedef {{from_minutes: number, to_minutes: number | null, visits: number}} Wait those who waited so long */
/** @typedef {{code: string | null, visits: number}} Reason */
/** @typedef {{day: string, number: string, waited_seconds: number | null, outcome: "served" | "left" | "waiting", reason: string | null, note: string | null}} Miss */
/** @typedef {{day: string, counted: number, within: number}} Day */
/** @typedef {{by: "day" | "month", rows: {key: string, name: Twins, short: Twins, counted: number, within: number}[]}} Spans */

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

const DAY_MS = 86400000;

/** "93,33%". @param {number} figure */
export function percent(figure) {
  return sentence("percent", { n: number(figure, 2) });
}

/** Per cent of whole numbers, rounded half up to two decimals without a binary fraction in between. @param {{counted: number, within: number}} of */
function shareOf({ counted, within }) {
  return Math.floor((within * 20000 + counted) / (2 * counted)) / 100;
}

/** The days of one month, or the months of a longer period; those without a visit too. @param {Standard} standard @returns {Spans} */
export function spans({ from, to, days }) {
  const by = from.slice(0, 7) === to.slice(0, 7) ? "day" : "month";
  const rows = keysOf(from, to, by).map((key) => ({ ...named(key, by), ...sumOf(days.filter(({ day }) => day.startsWith(key))) }));
  return { by, rows };
}

/** "2025-11-25" for days, "2025-11" for months. @param {string} from @param {string} to @param {"day" | "month"} by @returns {string[]} */
function keysOf(from, to, by) {
  const keys = new Set();
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) keys.add(new Date(at).toISOString().slice(0, by === "day" ? 10 : 7));
  return [...keys];
}

/** @param {string} key @param {"day" | "month"} by */
function named(key, by) {
  if (by === "month") return { key, name: monthWords(key, "long"), short: monthWords(key, "short") };
  const day = String(Number(key.slice(8)));
  return { key, name: dayWords(key), short: { id: day, en: day } };
}

/** @param {Day[]} days */
function sumOf(days) {
  /** @param {"counted" | "within"} figure */
  const sum = (figure) => days.reduce((sofar, day) => sofar + day[figure], 0);
  return { counted: sum("counted"), within: sum("within") };
}

/** "November 2025", or "Nov 25" where there is little room. @param {string} key "2025-11" @param {"long" | "short"} month @returns {Twins} */
function monthWords(key, month) {
  const when = new Date(`${key}-01T00:00:00Z`);
  const year = month === "long" ? "numeric" : "2-digit";
  /** @param {string} locale */
  const words = (locale) => new Intl.DateTimeFormat(locale, { month, year, timeZone: "UTC" }).format(when);
  return { id: words("id-ID"), en: words("en-GB") };
}

/** @param {Wait} wait @returns {Row} */
export function waitRow({ from_minutes: from, to_minutes: to, visits }) {
  const span = to === null ? sentence("wait-span-open", { from }) : sentence("wait-span", { from, to });
  return { key: String(from), words: { span, visits: number(visits) } };
}

/** @param {Spans["rows"][number]} row @returns {Row} */
export function dayRow(row) {
  return { key: row.key, words: { name: row.name, counted: number(row.counted), within: number(row.within), share: percent(shareOf(row)) } };
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
