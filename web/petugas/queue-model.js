/** The queue as the desk thinks of it: values only. */

import { ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { sentence } from "../bersama/language.js";

/** @typedef {import("./ticket-words.js").Ticket} Ticket */
/** @typedef {import("./ticket-words.js").Queue} Queue */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/** @type {Record<string, string[]>} */
const MOVES = { called: ["recall", "serve", "skip"], serving: ["finish"] };

/**
 * Numbers at a desk, the one that the keys are for first: whoever is called before whoever is served.
 * @param {Queue | null} queue @param {string | undefined} desk @returns {Ticket[]}
 */
export function atDesk(queue, desk) {
  return queue ? [...queue.called, ...queue.serving].filter((ticket) => ticket.desk === desk) : [];
}

/** @param {Ticket} ticket @param {string} act @returns {boolean} */
export function allows(ticket, act) {
  return MOVES[ticket.state]?.includes(act) ?? false;
}

/** The queue with a number that has just moved where it belongs now. @param {Queue} queue @param {Ticket} ticket @returns {Queue} */
export function withMoved(queue, ticket) {
  /** @param {Ticket[]} list */
  const without = (list) => list.filter((one) => one.ticket_id !== ticket.ticket_id);
  const moved = { ...queue, waiting: without(queue.waiting), called: without(queue.called), serving: without(queue.serving) };
  if (ticket.state === "called" || ticket.state === "serving") moved[ticket.state].unshift(ticket);
  return moved;
}

/**
 * Why a number could not be moved; where somebody was first, what state it was found in.
 * @param {Ticket} ticket @param {unknown} fault @returns {Twins}
 */
export function refusalOf({ number }, fault) {
  const meanwhile = fault instanceof ProblemError && [404, 409].includes(fault.status);
  if (!meanwhile) return wordsOf(fault);
  const { found } = /** @type {{found?: string}} */ (fault.problem);
  if (!found) return sentence("changed-somehow", { number });
  return sentence("changed-meanwhile", { number, state: sentence(`found-${found}`) });
}
