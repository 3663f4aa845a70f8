/** The visit as the service knows it now, asked again and again; everybody on the page reads it here. */

import { Etag, ProblemError, api } from "./api.js";
import { language } from "./language.js";
import { poll } from "./poll.js";

const CALM_MS = 5000;
const HURRIED_MS = 1500;
const STALE_MS = 20000;
const MOVING = ["queued", "marking"];
const BEING_SENT = ["new", "rendering", "sending"];

/** Fires "visit" (detail: the visit), "stale" (detail: yes or no) and "lost" (detail: the code of why the token opens nothing any more). */
export class VisitFeed extends EventTarget {
  /** @type {any} */
  visit = null;
  /** @type {Map<string, string>} one key for each act, until its answer came */
  keys = new Map();
  /** The language of the service's own sentences in `visit`. */
  #tongue = language();
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
    document.addEventListener("languagechange", this.#again);
  }

  stop() {
    this.#poll?.stop();
    this.#end.abort();
    clearTimeout(this.#hurry);
    document.removeEventListener("languagechange", this.#again);
  }

  #again = () => this.now();

  /** Asks at once, after something was done. */
  now() {
    this.#poll?.now();
  }

  /** Whether something was used that can be judged, and was not judged yet. */
  get isRatable() {
    const { tickets, requests, readings, feedback_given: given } = this.visit;
    const served = tickets.some((/** @type {any} */ one) => ["serving", "done"].includes(one.state));
    return !given && (served || readings.length > 0 || requests.some((/** @type {any} */ one) => one.state === "ready"));
  }

  /** A way home as the service sees it: usable, or why not. @param {string} name @returns {any} */
  channel(name) {
    return this.visit?.channels.find((/** @type {any} */ one) => one.channel === name);
  }

  /** A sentence of the service, in the language that it came in. @param {string | null | undefined} words */
  said(words) {
    return words ? { [this.#tongue]: words } : null;
  }

  /** The request for a publication, or undefined. @param {string} publication */
  requestFor(publication) {
    return this.visit?.requests.find((/** @type {any} */ one) => one.publication_id === publication);
  }

  /** Shows a request at once that the service has just accepted; its own list may be a moment late. @param {any} request */
  adopt(request) {
    const { requests = [] } = this.visit ?? {};
    const known = requests.find((/** @type {any} */ one) => one.request_id === request.request_id);
    this.#adopted.set(request.request_id, joined(known, request));
    if (this.visit) this.take({ ...this.visit, requests: requests.filter((/** @type {any} */ one) => one !== known) }, this.#tongue);
    this.now();
  }

  async #ask() {
    const tongue = language();
    try {
      const visit = await api("GET", "/visit", { token: this.token, etag: this.#etag, signal: this.#end.signal });
      if (visit) this.take(visit, tongue);
    } catch (fault) {
      if (this.#end.signal.aborted) return;
      if (fault instanceof ProblemError && [401, 403, 404, 410].includes(fault.status)) this.#lose(fault.code);
      throw fault;
    }
    clearTimeout(this.#hurry);
    if (this.visit.requests.some(isMoving)) this.#hurry = setTimeout(() => this.now(), HURRIED_MS);
  }

  /** A visit that the service has just told. @param {any} visit @param {string} [tongue] the language that it was asked in */
  take(visit, tongue = language()) {
    this.#tongue = tongue;
    for (const { request_id: known } of visit.requests) this.#adopted.delete(known);
    this.visit = { ...visit, requests: [...visit.requests, ...this.#adopted.values()] };
    this.dispatchEvent(new CustomEvent("visit", { detail: this.visit }));
  }

  /** @param {string} code */
  #lose(code) {
    this.stop();
    this.dispatchEvent(new CustomEvent("lost", { detail: code }));
  }
}

/** What is known of a request with what was just accepted, which tells of its ways home only how they are called and stand. @param {any} known @param {any} accepted */
function joined(known, accepted) {
  const deliveries = accepted.deliveries.map((/** @type {any} */ one) =>
    ({ ...known?.deliveries.find((/** @type {any} */ earlier) => earlier.delivery_id === one.delivery_id), ...one }));
  return { ...known, ...accepted, deliveries };
}

/** Whether a request will change soon by itself; what waits for the desk or for tomorrow's mails does not. @param {any} request */
function isMoving(request) {
  if (MOVING.includes(request.state)) return true;
  return request.state === "ready" && request.deliveries.some((/** @type {any} */ one) =>
    BEING_SENT.includes(one.state) || (one.channel === "email" && one.state === "ready" && one.code !== "mail-later"));
}
