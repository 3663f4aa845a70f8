/** What reports have in common: days and months in words, counts by code, and figures that are missing. */

import { barChart } from "../bersama/bar-chart.js";
import { columnChart } from "../bersama/column-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { dayWords, monthWords } from "../bersama/period-words.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {{code: string | null, visits: number}} Counted how many bear a code; `null`: it was not said */
/** @typedef {{key: string, name: Twins, short: Twins}} Span a day or a month */
/** @typedef {{code: string, respondents: number, reason: string | null, value: number | null}} Part an index of one month or service */

const DAY_MS = 86400000;
/** An index is seen against all that it could be. */
const INDEX_SCALE = { step: 25, top: 100 };
/** How wide a day's name is: "25". */
export const DAY_ROOM = 18;

/** "93,33%". @param {number} figure */
export function percent(figure) {
  return sentence("percent", { n: number(figure, 2) });
}

/** A figure, or the sign that there is none. @param {number | null} figure @param {number} [decimals] @returns {Twins | string} */
export function orNone(figure, decimals = 0) {
  return figure === null ? "–" : number(figure, decimals);
}

/** The days of one month, or the months of a longer period; those without anything too. @param {{from: string, to: string}} period @returns {{by: "day" | "month", spans: Span[]}} */
export function spansOf({ from, to }) {
  const by = from.slice(0, 7) === to.slice(0, 7) ? "day" : "month";
  const keys = new Set();
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) keys.add(new Date(at).toISOString().slice(0, by === "day" ? 10 : 7));
  return { by, spans: [...keys].map((key) => named(key, by)) };
}

/** @param {string} key @param {"day" | "month"} by @returns {Span} */
function named(key, by) {
  if (by === "month") return { key, name: monthWords(key, "long"), short: monthWords(key, "short") };
  const day = String(Number(key.slice(8)));
  return { key, name: dayWords(key), short: { id: day, en: day } };
}

/** A code of one of the unit's own lists. @param {Unit} unit @param {string} list @param {string | null} code @returns {Twins} */
export function listed(unit, list, code) {
  if (code === null) return sentence("not-said");
  return unit.both((said) => said.lists[list]?.find((/** @type {any} */ one) => one.code === code)?.name ?? code);
}

/**
 * Counts by code as bars; where none was counted, nothing.
 * @param {Counted[]} counted @param {(code: string | null) => Twins} nameOf
 * @param {{what: string, unit?: string}} said keys of the sentences that name the codes, and what is counted
 * @returns {Figure}
 */
export function countedFigure(counted, nameOf, { what, unit = "head-visits" }) {
  const [name, head] = [sentence("bars-name", { what: sentence(what) }), sentence(what)];
  const bars = counted.map(({ code, visits }) => ({ name: nameOf(code), value: visits, look: code === null ? "bar quiet" : "bar" }));
  return {
    chart: (space) => barChart({ name, bars }, space),
    heads: [head, sentence(unit)],
    rows: bars.some((bar) => bar.value > 0) ? bars.map((bar) => [bar.name, number(bar.value)]) : [],
  };
}

/** An index of each month, as columns against all that it could be. @param {Part[]} parts @param {string} index the key of its name @returns {Figure} */
export function indexFigure(parts, index) {
  const columns = parts.map(({ code, value }) => ({
    short: monthWords(code, "short"),
    parts: [value ?? 0],
    figure: value === null ? { id: "–" } : number(value, 2),
  }));
  const name = sentence("index-name", { index: sentence(index) });
  return {
    chart: (space) => columnChart({ name, columns, scale: INDEX_SCALE }, space),
    heads: [sentence("spans-head-month"), sentence(index), sentence("head-respondents")],
    rows: parts.map((part) => [monthWords(part.code, "long"), indexWords(part), number(part.respondents)]),
  };
}

/** @param {Part} part @returns {Twins | string} */
export function indexWords({ value, reason }) {
  return value === null ? sentence(`missing-${reason}`) : number(value, 2);
}
