/** The complaints that were received in a period, against the clocks of the law. No text of theirs and no complainant is in it. */

import { columnChart } from "../bersama/column-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { dayWords, monthWords } from "../bersama/period-words.js";
import { defineReport } from "./report-area.js";
import { countedFigure, percent } from "./report-words.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {import("./report-words.js").Counted} Counted */
/** @typedef {{clock: "answer" | "decision" | "notice", days: number, kept: number, broken: number, running: number, share: number | null, reason: string | null}} Clock */

/**
 * @typedef {object} Line
 * @property {string} code
 * @property {string} received_on
 * @property {string} channel
 * @property {string} category
 * @property {string} state
 * @property {string} answer_due
 * @property {string | null} answered_on
 * @property {string | null} decision_due
 * @property {string | null} decided_on
 */

/**
 * @typedef {object} Complaints the answer of GET /api/staff/reports/complaints
 * @property {number} received
 * @property {Counted[]} states
 * @property {Counted[]} categories
 * @property {Counted[]} channels
 * @property {Clock[]} clocks
 * @property {Counted[]} months
 * @property {Line[]} complaints
 */

const UNIT = "head-complaints";
const CLOCK_ROOM = 100;

/** @param {Complaints} report @returns {Row["words"]} */
function words({ received, clocks }) {
  return {
    few: received === 0 ? sentence("no-complaints") : null,
    received: number(received),
    ...Object.fromEntries(clocks.map((one) => [`clock-${one.clock}`, shareWords(one)])),
  };
}

/** @param {Clock} clock */
function shareWords({ share, reason }) {
  return share === null ? sentence(`missing-${reason}`) : percent(share);
}

/** @param {Complaints} report @returns {Record<string, Figure>} */
function figures({ states, categories, channels, clocks, months }) {
  return {
    clocks: clocksFigure(clocks),
    months: monthsFigure(months),
    categories: countedFigure(categories, categoryWords, { what: "head-category", unit: UNIT }),
    channels: countedFigure(channels, (code) => sentence(`filed-by-${code}`), { what: "head-filed-by", unit: UNIT }),
    states: countedFigure(states, (code) => sentence(`filed-${code}`), { what: "head-filed-state", unit: UNIT }),
  };
}

/** @param {Clock[]} clocks @returns {Figure} */
function clocksFigure(clocks) {
  const columns = clocks.map((one) => ({ short: sentence(`clock-${one.clock}-short`), parts: [one.kept, one.broken, one.running] }));
  const parts = [
    { look: "bar", words: sentence("clock-kept") },
    { look: "bar missed", words: sentence("clock-broken") },
    { look: "bar quiet", words: sentence("clock-running") },
  ];
  const any = clocks.some((one) => one.kept + one.broken + one.running > 0);
  return {
    chart: (space) => columnChart({ name: sentence("clocks-name"), columns, parts, nameRoom: CLOCK_ROOM }, space),
    heads: [sentence("head-clock"), sentence("clock-kept"), sentence("clock-broken"), sentence("clock-running"), sentence("head-percent")],
    rows: any ? clocks.map((one) => [clockWords(one), number(one.kept), number(one.broken), number(one.running), shareWords(one)]) : [],
  };
}

/** @param {Clock} clock */
function clockWords({ clock, days }) {
  return sentence(`clock-${clock}`, { n: days });
}

/** @param {Counted[]} months @returns {Figure} */
function monthsFigure(months) {
  const columns = months.map(({ code, visits }) => ({ short: monthWords(code ?? "", "short"), parts: [visits], figure: visits > 0 ? number(visits) : null }));
  return {
    chart: (space) => columnChart({ name: sentence("columns-name", { what: sentence("complaints-by-month") }), columns }, space),
    heads: [sentence("spans-head-month"), sentence(UNIT)],
    rows: months.map(({ code, visits }) => [monthWords(code ?? "", "long"), number(visits)]),
  };
}

/** @param {string | null} code */
function categoryWords(code) {
  return code === "other" || code === null ? sentence("category-other") : sentence("element", { code, name: sentence(code) });
}

/** @param {Complaints} report @returns {Record<string, [string, Row[]]>} */
function lists({ complaints }) {
  return { complaints: ["filed-row", complaints.map(lineRow)] };
}

/** @param {Line} line @returns {Row} */
function lineRow(line) {
  const { code, received_on, channel, category, state, answer_due, answered_on, decision_due, decided_on } = line;
  return {
    key: code,
    words: {
      code,
      on: dayWords(received_on),
      channel: sentence(`filed-by-${channel}`),
      category: categoryWords(category),
      state: sentence(`filed-${state}`),
      "answer-due": dayWords(answer_due),
      answered: answered_on ? dayWords(answered_on) : "–",
      "decision-due": decision_due ? dayWords(decision_due) : "–",
      decided: decided_on ? dayWords(decided_on) : "–",
    },
    sort: { on: received_on, "answer-due": answer_due, answered: answered_on ?? "", "decision-due": decision_due ?? "", decided: decided_on ?? "" },
  };
}

/** @param {Complaints} report */
function parts({ complaints }) {
  return { complaints: complaints.length > 0 };
}

defineReport("complaints-report", { path: "complaints", words, figures, lists, parts });
