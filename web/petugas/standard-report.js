/** The promise of a period: the share kept, how long visitors waited, and every visit that waited too long. */

import { columnChart } from "../bersama/column-chart.js";
import { number } from "../bersama/format.js";
import { plain, sentence } from "../bersama/language.js";
import { exactly } from "./durations.js";
import { defineReport } from "./report-area.js";
import { DAY_ROOM, percent } from "./report-words.js";
import { missRow, reasonRow, shareOf, spans, waitWords } from "./standard-words.js";
import { waitChart } from "./wait-chart.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {import("./standard-words.js").Standard} Standard */

/** @param {Standard} standard @param {Unit} unit @returns {Row["words"]} */
function words(standard, unit) {
  const { share, within, counted, median_seconds, p90_seconds } = standard;
  const none = share === null;
  return {
    ...facts(standard, unit),
    few: none ? sentence("too-few-visits") : null,
    share: none ? "–" : percent(share),
    kept: none ? sentence("missing-belum-cukup-data") : sentence("kept-of", { within: number(within), counted: number(counted) }),
    counted: number(counted),
    median: median_seconds === null ? "–" : exactly(median_seconds),
    p90: p90_seconds === null ? "–" : exactly(p90_seconds),
  };
}

/** @param {Standard} standard @param {Unit} unit @returns {Row["words"]} */
function facts(standard, unit) {
  const { service, misses, share, limit_minutes: limit } = standard;
  const unserved = misses.filter((miss) => miss.outcome !== "served").length;
  return {
    service: sentence("of-service", { service: unit.service(service) }),
    "share-title": sentence("share-title", { limit }),
    "kept-when": sentence("kept-when", { limit }),
    unserved: unserved > 0 ? sentence("unserved", { n: number(unserved) }) : null,
    "days-title": sentence(`spans-by-${spans(standard).by}`),
    "none-missed": misses.length === 0 && share !== null ? sentence("none-missed") : null,
  };
}

/** @param {Standard} standard @returns {Record<string, Figure>} */
function figures(standard) {
  return {
    waits: {
      chart: (space) => waitChart(standard, space),
      heads: [sentence("head-waited"), sentence("head-visits")],
      rows: standard.counted > 0 ? standard.distribution.map((wait) => [waitWords(wait), number(wait.visits)]) : [],
    },
    days: daysFigure(standard),
  };
}

/** @param {Standard} standard @returns {Figure} */
function daysFigure(standard) {
  const { by, rows } = spans(standard);
  const columns = rows.map(({ short, within, counted }) => ({
    short,
    parts: [within, counted - within],
    figure: counted > 0 ? sentence("within-of", { within: number(within), counted: number(counted) }) : null,
  }));
  const parts = [{ look: "bar", words: sentence("promise-kept") }, { look: "bar missed", words: sentence("promise-missed") }];
  return {
    chart: (space) => columnChart({ name: sentence("days-name"), columns, parts, ...(by === "day" && { nameRoom: DAY_ROOM }) }, space),
    heads: [sentence(`spans-head-${by}`), sentence("head-counted"), sentence("head-kept"), sentence("head-percent")],
    rows: rows.filter((row) => row.counted > 0).map((row) => [row.name, number(row.counted), number(row.within), percent(shareOf(row))]),
  };
}

/** @param {Standard} standard @param {Unit} unit @returns {Record<string, [string, Row[]]>} */
function lists({ reasons, misses }, unit) {
  return {
    reasons: ["reason-row", reasons.map((one) => reasonRow(one, unit))],
    misses: ["miss-row", misses.map((miss) => missRow(miss, unit))],
  };
}

/** @param {Standard} standard */
function parts({ reasons, misses }) {
  return { reasons: reasons.length > 0, misses: misses.length > 0 };
}

/** Only where there is something to choose: more than one service that promises. @param {HTMLElement} area @param {Unit} unit */
function speak(area, unit) {
  const promising = unit.said.services.filter((/** @type {any} */ one) => one.limit_minutes !== null);
  const select = /** @type {HTMLSelectElement} */ (area.querySelector("select"));
  const several = promising.length > 1;
  /** @type {HTMLElement} */ (area.querySelector('[data-part="services"]')).hidden = !several;
  if (several && select.length === 0) select.append(...promising.map((/** @type {any} */ one) => new Option(one.name, one.code)));
  for (const option of select.options) option.textContent = plain(unit.service(option.value));
}

/** @param {Standard} standard */
const asked = ({ service }) => ({ service });

defineReport("standard-report", { path: "standard", words, figures, lists, parts, asked, speak });
