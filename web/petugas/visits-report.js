/** Who came in a period: by day, hour and service, with what profile, for what use. */

import { columnChart } from "../bersama/column-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { defineReport } from "./report-area.js";
import { countedFigure, DAY_ROOM, listed, spansOf } from "./report-words.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {import("./report-words.js").Counted} Counted */

/**
 * @typedef {object} Visits the answer of GET /api/staff/reports/visits
 * @property {string} from
 * @property {string} to
 * @property {number} visits
 * @property {number} people
 * @property {{day: string, visits: number, people: number, services: Record<string, number>}[]} days
 * @property {{month: string, visits: number, people: number}[]} months
 * @property {{hour: number, visits: number}[]} hours
 * @property {Counted[]} services
 * @property {Counted[]} sources
 * @property {Record<string, Counted[]>} profile
 * @property {Counted[]} channels
 * @property {string} computed_at
 */

const HOUR_ROOM = 24;
/** The lists of the guestbook that the unit itself names. */
const LISTS = ["gender", "age_group", "education", "job", "institution_type", "main_use"];

/** @param {Visits} report */
function words(report) {
  const { visits, people, days, hours } = report;
  const most = Math.max(0, ...hours.map((one) => one.visits));
  const busiest = hours.find((one) => most > 0 && one.visits === most);
  return {
    few: visits === 0 ? sentence("no-visits") : null,
    visits: number(visits),
    people: number(people),
    "open-days": number(days.length),
    "a-day": days.length > 0 ? number(visits / days.length, 1) : "–",
    busiest: busiest ? hourWords(busiest.hour) : "–",
    "spans-title": sentence(`visits-by-${spansOf(report).by}`),
  };
}

/** @param {Visits} report @param {Unit} unit @returns {Record<string, Figure>} */
function figures(report, unit) {
  const { services, sources, profile, channels } = report;
  return {
    spans: spansFigure(report),
    hours: hoursFigure(report.hours),
    services: countedFigure(services, (code) => (code === null ? sentence("not-said") : unit.service(code)), { what: "head-service", unit: "head-tickets" }),
    sources: countedFigure(sources, (code) => sentence(`source-${code}`), { what: "head-source" }),
    channels: countedFigure(channels, (code) => sentence(`channel-${code}`), { what: "head-channel", unit: "head-copies" }),
    ...Object.fromEntries(LISTS.map((list) => (
      [list, countedFigure(profile[list] ?? [], (code) => listed(unit, list, code), { what: `head-${list}` })]))),
    priority: countedFigure(profile.priority ?? [], (code) => sentence(code === null ? "not-said" : `need-${code}`), { what: "head-priority" }),
    language: countedFigure(profile.language ?? [], (code) => sentence(code === null ? "not-said" : `tongue-${code}`), { what: "head-language" }),
  };
}

/** @param {Visits} report @returns {Figure} */
function spansFigure(report) {
  const { by, spans } = spansOf(report);
  const known = new Map(by === "day" ? report.days.map((one) => [one.day, one]) : report.months.map((one) => [one.month, one]));
  const rows = spans.map((span) => ({ ...span, visits: known.get(span.key)?.visits ?? 0, people: known.get(span.key)?.people ?? 0 }));
  const columns = rows.map(({ short, visits }) => ({ short, parts: [visits], figure: visits > 0 ? number(visits) : null }));
  const name = sentence("columns-name", { what: sentence(`visits-by-${by}`) });
  return {
    chart: (space) => columnChart({ name, columns, ...(by === "day" && { nameRoom: DAY_ROOM }) }, space),
    heads: [sentence(`spans-head-${by}`), sentence("head-visits"), sentence("head-people")],
    rows: rows.filter(({ visits }) => visits > 0).map((row) => [row.name, number(row.visits), number(row.people)]),
  };
}

/** From the first hour with visits to the last. @param {Visits["hours"]} hours @returns {Figure} */
function hoursFigure(hours) {
  const used = hours.filter(({ visits }) => visits > 0).map(({ hour }) => hour);
  const known = new Map(hours.map(({ hour, visits }) => [hour, visits]));
  const first = Math.min(...used);
  const all = used.length > 0 ? Array.from({ length: Math.max(...used) - first + 1 }, (_, place) => first + place) : [];
  const rows = all.map((hour) => ({ hour, visits: known.get(hour) ?? 0 }));
  const columns = rows.map(({ hour, visits }) => ({ short: number(hour), parts: [visits], figure: visits > 0 ? number(visits) : null }));
  return {
    chart: (space) => columnChart({ name: sentence("columns-name", { what: sentence("visits-by-hour") }), columns, nameRoom: HOUR_ROOM }, space),
    heads: [sentence("head-hour"), sentence("head-visits")],
    rows: rows.map(({ hour, visits }) => [hourWords(hour), number(visits)]),
  };
}

/** "09.00–10.00". @param {number} hour */
function hourWords(hour) {
  const [from, to] = [hour, hour + 1].map((one) => String(one).padStart(2, "0"));
  return { id: `${from}.00–${to}.00`, en: `${from}:00–${to}:00` };
}

defineReport("visits-report", { path: "visits", words, figures });
