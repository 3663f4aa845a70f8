/** What the desk asks of the service. Each says what the desk believes, so that a second click is found out. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { hasSentence, sentence } from "../bersama/language.js";
import { ask } from "./staff.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("./desk-choice.js").Post} Post */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/** @param {Post} post @param {Ticket[]} called whom the desk believes to have called @returns {Promise<Ticket>} */
export function callNext({ desk, services }, called) {
  return ask("POST", "/queue/calls", { body: { desk, services, holding: called.map((ticket) => ticket.ticket_id) } });
}

/** @param {Ticket} ticket @param {string} act @param {Record<string, string>} [more] @returns {Promise<Ticket>} */
export function moveTicket(ticket, act, more = {}) {
  return ask("POST", `${pathOf(ticket)}/${act}`, { body: { ...more, revision: ticket.revision } });
}

/** @param {Ticket} ticket @param {string} publicationId @returns {Promise<Ticket>} */
export function useTitle(ticket, publicationId) {
  return ask("POST", `${pathOf(ticket)}/titles`, { body: { publication_id: publicationId } });
}

/** @param {Ticket} ticket @param {string} publicationId @returns {Promise<Ticket>} */
export function dropTitle(ticket, publicationId) {
  return ask("DELETE", `${pathOf(ticket)}/titles/${encodeURIComponent(publicationId)}`);
}

/** @param {Ticket} ticket @returns {Promise<Ticket>} */
export function endReading(ticket) {
  return ask("POST", `${pathOf(ticket)}/reading-ended`, { body: {} });
}

/** Why the promise was missed. @param {Ticket} ticket @param {string} reason @param {string} note @returns {Promise<Ticket>} */
export function giveReason(ticket, reason, note) {
  return ask("POST", `${pathOf(ticket)}/reason`, { body: note ? { reason, note } : { reason } });
}

/** @param {Ticket} ticket */
function pathOf(ticket) {
  return `/tickets/${encodeURIComponent(ticket.ticket_id)}`;
}

/** Why nobody was called; a second click is told whom the first one called. @param {unknown} fault @returns {Twins} */
export function callRefusal(fault) {
  if (fault instanceof NetworkLost) return sentence("call-unsure");
  if (!(fault instanceof ProblemError) || fault.code !== "desk-holds") return wordsOf(fault);
  const numbers = found(fault).join(", ");
  return numbers ? sentence("desk-holds", { numbers }) : sentence("desk-holds-none");
}

/** Why a number could not be moved; where somebody was first, how it was found. @param {Ticket} ticket @param {unknown} fault @returns {Twins} */
export function moveRefusal({ number }, fault) {
  if (!(fault instanceof ProblemError)) return wordsOf(fault);
  if (fault.code === "too-early-to-skip") return earlySkip(number, fault.problem);
  if (hasSentence(`refused-${fault.code}`)) return sentence(`refused-${fault.code}`, { number });
  if (![404, 409].includes(fault.status)) return wordsOf(fault);
  const [state] = found(fault);
  if (!state || !hasSentence(`found-${state}`)) return sentence("changed-somehow", { number });
  return sentence("changed-meanwhile", { number, state: sentence(`found-${state}`) });
}

/** @param {string} number @param {any} problem @returns {Twins} */
function earlySkip(number, { calls, needed, next_at: at }) {
  return sentence("too-early-to-skip", { number, n: calls, needed, time: at ? clockTime(at) : "–" });
}

/** @param {ProblemError} fault @returns {string[]} what the service found instead */
function found(fault) {
  return [/** @type {any} */ (fault.problem).found ?? []].flat();
}
