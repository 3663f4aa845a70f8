/** How far a request for a copy has got by each way home, in words. */

import { hasSentence, say, sentence } from "./language.js";
import { momentWords } from "./moment-words.js";

/** @typedef {import("./language.js").Twins} Twins */

const FAILED = ["refused", "bounced", "complained"];
const UNBEGUN = ["new", "rendering"];

/** Why a copy comes by no way at all: no other is offered. */
const WITHDRAWN = "copy-withdrawn";

/** Says nothing where a copy that was ready is not given out any more. @param {HTMLElement} place @param {any} request */
export function sayState(place, request) {
  place.hidden = request.state === "ready" && !isReady(request);
  say(place, request.reason_code === "revoked" ? "request-revoked" : `request-${request.state}`);
}

/** Whether a way will bring nothing any more. @param {any} delivery */
export function hasFailed(delivery) {
  return FAILED.includes(delivery.state);
}

/** What there is to say of its ways: nothing where the copy itself could not be made. @param {any} request @returns {any[]} */
export function waysOf(request) {
  return request.state === "refused" ? [] : request.deliveries;
}

/** One way home: "Email: sudah dikirim pukul 10.05." @param {any} delivery @param {any} request @returns {Twins} */
export function wayWords({ channel, state, since }, request) {
  const stage = UNBEGUN.includes(state) ? (request.state === "ready" ? "new" : "waiting") : state;
  const own = `gone-${channel}-${stage}`;
  const key = hasSentence(own) ? own : `gone-${stage}`;
  return sentence(key, { way: sentence(`way-${channel}`), time: since ? momentWords(since) : "" });
}

/** The ways that failed, unless another has been taken since; a download does not stand for what was to be sent. @param {any} request @returns {any[]} */
export function failuresOf(request) {
  const ways = waysOf(request);
  const helped = ways.some((one) => !hasFailed(one) && one.channel !== "app");
  return helped ? [] : ways.filter(hasFailed);
}

/** What stands against every way, so that no other helps, or undefined. @param {any[]} failures */
export function endOf(failures) {
  return failures.find((one) => one.code === WITHDRAWN);
}

/** Whether the copy can be fetched. @param {any} request */
export function isReady(request) {
  return request.state === "ready" && !endOf(failuresOf(request));
}

/** The next way to offer, or null. @param {any} request @returns {string | null} */
export function offerOf(request) {
  const failures = failuresOf(request);
  return failures.length === 0 || endOf(failures) ? null : request.offer ?? null;
}
