/** How a number in the queue reads on the desk's lists. No name is among it: the queue knows none. */

import { clockTime } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { duration } from "./durations.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/**
 * @typedef {object} Ticket
 * @property {string} ticket_id
 * @property {string} number
 * @property {string} service
 * @property {"waiting" | "called" | "serving" | "done" | "no-show" | "cancelled"} state
 * @property {number} waiting_seconds from the guestbook to the first service, or up to now
 * @property {boolean} late past the promise
 * @property {string | null} promised_by
 * @property {string | null} priority
 * @property {string} arrived_at
 * @property {string} [desk]
 * @property {string} [called_at]
 * @property {number} [calls] how often it was called
 */

/** @typedef {{waiting: Ticket[], called: Ticket[], serving: Ticket[], as_of: string}} Queue */

/** @param {Ticket} ticket @param {Unit} unit @returns {Row} */
export function waitingRow(ticket, unit) {
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      service: unit.service(ticket.service),
      waited: sentence("waited", { waited: duration(ticket.waiting_seconds) }),
      late: ticket.late && ticket.promised_by ? sentence("late", { time: clockTime(ticket.promised_by) }) : null,
      priority: priorityOf(ticket),
    },
    marks: { late: ticket.late ? "" : null },
  };
}

/** @param {Ticket} ticket @param {Unit} unit @param {boolean} leaving whether it is about to be skipped @returns {Row} */
export function ownRow(ticket, unit, leaving) {
  const times = ticket.calls ?? 1;
  const since = ticket.state === "called" && times > 1 ? "called-again-since" : `${ticket.state}-since`;
  const time = clockTime(ticket.called_at ?? ticket.arrived_at);
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      service: unit.service(ticket.service),
      state: sentence(leaving ? "state-skipping" : `state-${ticket.state}`),
      priority: priorityOf(ticket),
      since: sentence(since, { times, time, waited: duration(ticket.waiting_seconds) }),
    },
    marks: { state: leaving ? "skipping" : ticket.state },
  };
}

/** @param {Ticket} ticket @returns {Row} */
export function otherRow(ticket) {
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      desk: sentence("desk", { desk: ticket.desk ?? "–" }),
      state: sentence(`state-${ticket.state}`),
      called: ticket.called_at ? clockTime(ticket.called_at) : "–",
    },
  };
}

/** Why somebody is served first is their own affair: only that they are. @param {Ticket} ticket */
function priorityOf(ticket) {
  return ticket.priority ? sentence("priority") : null;
}
