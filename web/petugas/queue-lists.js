/** The three lists of the queue as the desk sees them. */

import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { otherRow, ownRow, waitingRow } from "./ticket-words.js";

/** @typedef {import("./ticket-words.js").Ticket} Ticket */
/** @typedef {import("./ticket-words.js").Queue} Queue */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** @param {HTMLElement} desk @param {Ticket[]} own @param {Unit} unit @param {Ticket | null} leaving the one about to be skipped */
export function showOwn(desk, own, unit, leaving) {
  const list = /** @type {HTMLElement} */ (desk.querySelector(".own-tickets"));
  draw(list, "own-ticket", own.map((ticket) => ownRow(ticket, unit, ticket.ticket_id === leaving?.ticket_id)));
  part(desk, "nobody-here").hidden = own.length > 0;
}

/** @param {HTMLElement} desk @param {Queue} queue @param {Unit} unit */
export function showWaiting(desk, { waiting, as_of }, unit) {
  furnish(desk, { words: { count: String(waiting.length), "as-of": sentence("as-of", { time: clockTime(as_of) }) } });
  draw(bodyOf(part(desk, "waiting")), "waiting-ticket", waiting.map((ticket) => waitingRow(ticket, unit)));
  part(desk, "waiting").hidden = waiting.length === 0;
  part(desk, "nobody-waiting").hidden = waiting.length > 0;
}

/** @param {HTMLElement} desk @param {Queue} queue @param {string | undefined} own the desk of whoever looks */
export function showOthers(desk, { called, serving }, own) {
  const others = [...called, ...serving].filter((ticket) => ticket.desk !== own);
  draw(bodyOf(part(desk, "elsewhere")), "other-ticket", others.map(otherRow));
  part(desk, "elsewhere").hidden = others.length === 0;
}

/** @param {HTMLElement} desk @param {string} name */
function part(desk, name) {
  return /** @type {HTMLElement} */ (desk.querySelector(`[data-part="${name}"]`));
}

/** @param {HTMLElement} place */
function bodyOf(place) {
  return /** @type {HTMLElement} */ (place.querySelector("tbody"));
}
