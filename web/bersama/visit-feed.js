/** The visit as the service knows it now, asked again and again; everybody on the page reads it here. */

import { Etag, ProblemError, api } from "./api.js";
import { poll } from "./poll.js";

const CALM_MS = 5000;
const HURRIED_MS = 1500;
const STALE_MS = 20000;
const MOVING = ["queued", "marking"];
const ON_THE_WAY = ["new", "rendering", "ready", "sending"];

/** Fires "visit" (detail: the visit), "stale" (detail: yes or no) and "lost" (the token is not known any more). */
export class VisitFeed extends EventTarget {
  /** @type {any} */
  visit = null;
  #etag = new Etag();
  /** Ends what is still being asked when nobody wants to know any more. */
  #end = new AbortController();
  /** @type {Map<string, any>} accepted requests that no answer lists yet */
  #adopted = new Map();
  /** @type {ReturnType<typeof poll> | null} */
  #poll = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hurry;

  /** @param {string} token */
  constructor(token) {
    super();
    this.token = token;
  }

  start() {
    this.#poll = poll(() => this.#ask(), {
      every: CALM_MS,
      staleAfter: STALE_MS,
      stale: (yes) => this.dispatchEvent(new CustomEvent("stale", { detail: yes })),
    });
  }

  stop() {
    this.#poll?.stop();
    this.#end.abort();
    clearTimeout(this.#hurry);
  }

  /** Asks at once, after something was done. */
  now() {
    this.#poll?.now();
  }

  /** Whether something was used that can be judged, and was not judged yet. */
  get isRatable() {
    const { tickets, requests, feedback_given: given } = this.visit;
    const served = tickets.some((/** @type {any} */ one) => ["serving", "done"].includes(one.state));
    return !given && (served || requests.some((/** @type {any} */ one) => one.state === "ready"));
  }

  /** The request for a publication, or undefined. @param {string} publication */
  requestFor(publication) {
    return this.visit?.requests.find((/** @type {any} */ one) => one.publication_id === publication);
  }

  /** Shows a request at once that the service has just accepted; its own list may be a moment late. @param {any} request */
  adopt(request) {
    this.#adopted.set(request.request_id, request);
    if (this.visit) {
      const others = this.visit.requests.filter((/** @type {any} */ one) => one.request_id !== request.request_id);
      this.take({ ...this.visit, requests: others });
    }
    this.now();
  }

  async #ask() {
    try {
      const visit = await api("GET", "/visit", { token: this.token, etag: this.#etag, signal: this.#end.signal });
      if (visit) this.take(visit);
    } catch (fault) {
      if (this.#end.signal.aborted) return;
      if (fault instanceof ProblemError && [401, 403, 404, 410].includes(fault.status)) this.#lose();
      throw fault;
    }
    clearTimeout(this.#hurry);
    if (this.visit.requests.some(isMoving)) this.#hurry = setTimeout(() => this.now(), HURRIED_MS);
  }

  /** A visit that the service has just told. @param {any} visit */
  take(visit) {
    for (const { request_id: known } of visit.requests) this.#adopted.delete(known);
    this.visit = { ...visit, requests: [...visit.requests, ...this.#adopted.values()] };
    this.dispatchEvent(new CustomEvent("visit", { detail: this.visit }));
  }

  #lose() {
    this.stop();
    this.dispatchEvent(new Event("lost"));
  }
}

/** Whether a request will change soon by itself. @param {any} request */
function isMoving(request) {
  if (MOVING.includes(request.state)) return true;
  return request.state === "ready" &&
    request.deliveries.some((/** @type {any} */ one) => one.channel === "email" && ON_THE_WAY.includes(one.state));
}
