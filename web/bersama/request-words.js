/** How far a request for a copy has got, in words. */

import { say } from "./language.js";

/** @param {HTMLElement} place @param {any} request */
export function sayState(place, request) {
  say(place, request.reason_code === "revoked" ? "request-revoked" : `request-${request.state}`);
}

/** Says nothing where no mail was asked for. @param {HTMLElement} place @param {any} request */
export function sayEmail(place, request) {
  const delivery = request.deliveries.find((/** @type {any} */ one) => one.channel === "email");
  const meaningless = !delivery || (request.state === "refused" && delivery.state !== "refused");
  place.hidden = meaningless;
  if (!meaningless) say(place, `email-${delivery.state}`);
}
