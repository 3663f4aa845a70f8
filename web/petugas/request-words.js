/** How a request and its deliveries read in the staff's list: by number, not by name. */

import { clockTime, dateAndTime, isToday } from "../bersama/format.js";
import { hasSentence, language, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/**
 * @typedef {object} Delivery
 * @property {string} delivery_id
 * @property {string} channel
 * @property {string} state
 * @property {string | null} detail why, in the language asked for
 * @property {string} since
 * @property {"sha256" | "said" | null} proof
 * @property {string | null} handed_by
 */

/**
 * @typedef {object} CopyRequest
 * @property {string} request_id
 * @property {{publication_id: string, title: string}} publication
 * @property {string[]} numbers of the visit
 * @property {string} state
 * @property {string | null} reason in the language asked for
 * @property {string | null} [reason_code]
 * @property {string} requested_at
 * @property {string | null} copy_code
 * @property {Delivery[]} deliveries
 */

/** Deliveries that somebody should look at. */
const UNHAPPY = ["refused", "unknown", "bounced"];
const STUCK_MS = 600_000;
const STOPPABLE = ["queued", "marking", "ready"];
/** @type {Record<string, string>} */
const MOOD = { ready: "good", refused: "bad", revoked: "heed", bounced: "bad", unknown: "heed", complained: "heed" };

/** @param {CopyRequest} request @returns {Row} */
export function requestRow(request) {
  const state = stateOf(request);
  const retry = state === "refused" || isStuck(request) || request.deliveries.some((one) => UNHAPPY.includes(one.state));
  return {
    key: request.request_id,
    words: {
      requested: shortly(request.requested_at),
      numbers: request.numbers.join(", ") || "–",
      title: request.publication.title,
      code: request.copy_code,
      state: sentence(`request-${state}`),
      reason: request.reason && state !== "revoked" ? { [language()]: request.reason } : null,
    },
    marks: {
      mood: MOOD[state] ?? null,
      retry: retry ? "" : null,
      links: state === "ready" ? "" : null,
      withdrawable: STOPPABLE.includes(state) ? "" : null,
    },
    sort: { requested: request.requested_at },
  };
}

/** @param {CopyRequest} request @returns {Row[]} */
export function deliveryRows(request) {
  return request.deliveries.map((one) => ({
    key: one.delivery_id,
    words: {
      channel: sentence(`channel-${one.channel}`),
      state: wayWords(one),
      proof: one.proof ? sentence(`proof-${one.proof}`) : null,
      handed: one.handed_by ? sentence("handed-by", { by: one.handed_by, when: shortly(one.since) }) : null,
      detail: one.detail ? { [language()]: one.detail } : null,
    },
    marks: { mood: MOOD[one.state] ?? null, proof: one.proof },
  }));
}

/** A way of its own may have words of its own for a state. @param {Delivery} delivery */
function wayWords({ channel, state }) {
  const own = `delivery-${state}-${channel}`;
  return sentence(hasSentence(own) ? own : `delivery-${state}`);
}

/** @param {string} at @returns {Twins} the hour, and the day where it is another than today */
function shortly(at) {
  return isToday(at) ? clockTime(at) : dateAndTime(at);
}

/** Whether a request has waited so long that the sweeper has told of it. @param {CopyRequest} request */
function isStuck({ state, requested_at: at }) {
  return ["queued", "marking"].includes(state) && Date.now() - Date.parse(at) >= STUCK_MS;
}

/** Whether another try could send something twice. @param {CopyRequest} request */
export function isInDoubt(request) {
  return request.deliveries.some((one) => one.state === "unknown");
}

/** A copy that the office took back is answered as refused, with this reason. @param {CopyRequest} request */
function stateOf(request) {
  return request.reason_code === "revoked" ? "revoked" : request.state;
}
