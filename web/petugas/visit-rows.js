/** The visits of a day in words. No name is among it: whose visit it was is asked for one by one. */

import { clockTime, number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** @typedef {{number: string, service: string, state: string, arrived_at: string, served_at: string | null, finished_at: string | null}} VisitTicket */

/**
 * @typedef {object} Visit a line of GET /api/staff/visits
 * @property {string} visit_id
 * @property {string} created_at
 * @property {"kiosk" | "phone" | "staff" | "paper"} source
 * @property {"open" | "finished"} state
 * @property {"day-end" | null} ended
 * @property {string[]} services
 * @property {number} group_size
 * @property {VisitTicket[]} tickets
 */

/** A line for each number of the visits, those of one visit together. @param {Visit[]} visits @param {Unit} unit @returns {Row[]} */
export function visitRows(visits, unit) {
  return visits.flatMap((visit) => (visit.tickets.length === 0 ? [numberless(visit, unit)] : visit.tickets.map((_, place) => row(visit, place, unit))));
}

/** @param {Visit} visit @param {number} place of the number among the visit's @param {Unit} unit @returns {Row} */
function row(visit, place, unit) {
  const ticket = visit.tickets[place];
  const first = place === 0;
  return {
    key: `${visit.visit_id} ${ticket.number}`,
    words: {
      number: ticket.number,
      service: unit.service(ticket.service),
      state: sentence(`state-${ticket.state}`),
      ended: endedWords(visit),
      arrived: clockTime(ticket.arrived_at),
      served: timeOf(ticket.served_at),
      finished: timeOf(ticket.finished_at),
      people: first ? number(visit.group_size) : "",
      source: first ? sentence(`source-${visit.source}`) : sentence("together-with", { number: visit.tickets[0].number }),
      person: first ? sentence("person-open", { number: ticket.number }) : null,
    },
    marks: { state: ticket.state, mood: moodOf(ticket.state) },
    sort: { people: first ? String(visit.group_size) : "" },
  };
}

/** @param {Visit} visit @param {Unit} unit @returns {Row} */
function numberless(visit, unit) {
  const services = visit.services.map((code) => unit.service(code));
  return {
    key: visit.visit_id,
    words: {
      number: "–",
      service: { id: services.map((one) => one.id).join(", "), en: services.map((one) => one.en).join(", ") },
      state: sentence(`visit-${visit.state}`),
      ended: endedWords(visit),
      arrived: clockTime(visit.created_at),
      served: "–",
      finished: "–",
      people: number(visit.group_size),
      source: sentence(`source-${visit.source}`),
      person: sentence("person-open", { number: "–" }),
    },
    sort: { people: String(visit.group_size) },
  };
}

/** @param {Visit} visit @returns {Twins | null} */
function endedWords({ ended }) {
  return ended ? sentence(`visit-ended-${ended}`) : null;
}

/** @param {string | null} moment @returns {Twins | string} */
function timeOf(moment) {
  return moment ? clockTime(moment) : "–";
}

/** @param {string} state @returns {string | null} */
function moodOf(state) {
  if (state === "serving" || state === "done") return "good";
  return state === "no-show" || state === "cancelled" ? "heed" : null;
}
