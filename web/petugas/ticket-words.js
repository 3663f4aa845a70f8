/** How a number in the queue reads on the desk's lists. No name is among it: the queue knows none. */

import { clockTime } from "../bersama/format.js";
import { hasSentence, sentence } from "../bersama/language.js";
import { duration } from "./durations.js";
import { promiseOf, promiseWords } from "./promise-words.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {{unit: Unit, now: number}} View the office, and the service's time in ms */

/** @param {Ticket} ticket @param {View} view @param {boolean} first whether it is the next for this desk @returns {Row} */
export function waitingRow(ticket, view, first) {
  const promise = promised(ticket, view);
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      service: shortly(view.unit.service(ticket.service)),
      waited: waitsWords(ticket, view.now),
      next: first ? sentence("next-one") : null,
      busy: ticket.visitor_at ? sentence("visitor-at", { desk: ticket.visitor_at }) : null,
      ...promise.words,
      ...about(ticket),
    },
    marks: { next: first ? "" : null, level: promise.level },
  };
}

/** @param {Ticket} ticket @param {View} view @returns {Row} */
export function ownRow(ticket, view) {
  const promise = promised(ticket, view);
  const room = ticket.reading !== null && ticket.reading.ended_at === null;
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      service: view.unit.service(ticket.service),
      state: sentence(`state-${ticket.state}`),
      since: sinceWords(ticket, view.now),
      tries: ticket.state === "called" ? callsWords(ticket, view.now) : null,
      who: whoWords(ticket),
      ...promise.words,
      ...about(ticket),
    },
    marks: {
      state: ticket.state,
      level: promise.level,
      skippable: ticket.state === "called" && ticket.skippable ? "" : null,
      room: room ? "" : null,
    },
  };
}

/** @param {Ticket} ticket @param {View} view @returns {Row} */
export function otherRow(ticket, view) {
  const promise = promised(ticket, view);
  return {
    key: ticket.ticket_id,
    words: { number: ticket.number, state: sentence(`state-${ticket.state}`), who: whoWords(ticket), ...promise.words },
    marks: { level: promise.level },
  };
}

/** @param {Ticket} ticket @returns {Row} */
export function recentRow(ticket) {
  return {
    key: ticket.ticket_id,
    words: { number: ticket.number, state: sentence(ticket.ended ? `ended-${ticket.ended}` : `state-${ticket.state}`), who: whoWords(ticket) },
    marks: { state: ticket.state },
  };
}

/** @param {Ticket} ticket @param {View} view @returns {Row} */
export function readingRow(ticket, { now }) {
  const { started_at: began, titles } = /** @type {import("./queue-model.js").Reading} */ (ticket.reading);
  return {
    key: ticket.ticket_id,
    words: {
      number: ticket.number,
      since: sentence("reads-since", { time: clockTime(began), spent: duration((now - Date.parse(began)) / 1000) }),
      none: titles.length === 0 ? sentence("no-titles") : null,
    },
  };
}

/** Of "called twice of three": what stands in the way of skipping. @param {Ticket} ticket @param {number} now in ms @returns {Twins} */
export function callsWords({ counted_calls: n, calls_needed: needed, skippable, countable_at: at }, now) {
  const counts = { n, needed };
  if (skippable) return sentence("calls-enough", counts);
  const left = at ? Math.ceil((Date.parse(at) - now) / 1000) : 0;
  if (!at || left <= 0) return sentence("calls-again", counts);
  return sentence("calls-soon", { ...counts, time: clockTime(at), seconds: left });
}

/** "dipanggil rina, Loket 1, 10.31": who moved it last, and how. @param {Ticket} ticket @returns {Twins | null} */
export function whoWords({ move, by, desk, moved_at: at }) {
  if (!move || !at) return null;
  const known = hasSentence(`by-${move}`) ? `by-${move}` : "by-somehow";
  const who = by ?? sentence("the-visitor");
  const where = desk && ["call", "recall", "serve"].includes(move) ? "at-desk-and-time" : "at-time";
  return sentence(where, { what: sentence(known, { who }), desk: desk ?? "", time: clockTime(at) });
}

/** @param {Ticket} ticket @param {number} now @returns {Twins} */
function sinceWords(ticket, now) {
  const waited = waitedBy(ticket, now);
  if (ticket.state !== "serving" || !ticket.served_at) return sentence("waits-since", { waited, time: clockTime(ticket.arrived_at) });
  const spent = duration((now - Date.parse(ticket.served_at)) / 1000);
  return sentence("serves-since", { time: clockTime(ticket.served_at), spent, waited });
}

/** A service's name without what it says in brackets: a row of the list is no place for it. @param {Twins} name @returns {Twins} */
function shortly({ id = "", en = "" }) {
  return { id: id.replace(/ \(.*\)$/, ""), en: en.replace(/ \(.*\)$/, "") };
}

/** @param {Ticket} ticket @param {number} now @returns {Twins} */
function waitsWords(ticket, now) {
  const minutes = (now - Date.parse(ticket.arrived_at)) / 60000;
  return minutes < 1 ? sentence("just-came") : sentence("waited", { waited: waitedBy(ticket, now) });
}

/** From the guestbook to the first service, or up to now. @param {Ticket} ticket @param {number} now @returns {Twins} */
function waitedBy(ticket, now) {
  const until = ticket.served_at ? Date.parse(ticket.served_at) : now;
  return duration(Math.max(0, until - Date.parse(ticket.arrived_at)) / 1000);
}

/** Calm, pressing and late each have a place of their own, and so a sign of their own. @param {Ticket} ticket @param {View} view */
function promised(ticket, { unit, now }) {
  const promise = promiseOf(ticket, unit, now);
  const words = promise && promiseWords(promise);
  const level = promise?.level ?? null;
  const at = (/** @type {string} */ wanted) => (level === wanted ? words : null);
  return { level, words: { calm: at("calm"), warn: at("warn"), late: at("late"), unpromised: promise ? null : "–" } };
}

/** Why somebody is served first is their own affair: only that they are. @param {Ticket} ticket */
function about({ priority, group_size: group }) {
  return { priority: priority ? sentence("priority") : null, group: group > 1 ? sentence("group", { n: group }) : null };
}
