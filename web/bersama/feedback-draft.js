/** What a visitor has answered so far, and its way to the service: it goes once, however often it is sent. */

import { ProblemError, newKey } from "./api.js";

/** @typedef {{key: string, keepalive: boolean}} Sending the key of its sending, and that it outlives the page */
/** @typedef {(body: Record<string, unknown>, sending: Sending) => Promise<unknown>} Give */

/** Elements of the public survey: Permen PANRB 14/2017; an answer is kept under its code, whatever the order asked. */
export const ELEMENTS = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9"];
/** Attributes of BPS's own survey, by number. */
export const ATTRIBUTES = Array.from({ length: 16 }, (_, place) => String(place + 1));

/** What says that it has arrived: now, or by an earlier sending whose answer was lost. */
const ARRIVED = ["feedback-already-given", "idempotency-key-reused"];

export class FeedbackDraft {
  /** @type {Map<string, number>} "rating", "U1", "skd-1" or "importance-1" -> mark */
  #marks = new Map();
  /** @type {string | null} */
  #key = null;

  /** @param {string} name @param {number} mark */
  mark(name, mark) {
    this.#marks.set(name, mark);
  }

  /** @param {string} name */
  clear(name) {
    this.#marks.delete(name);
  }

  /** @param {string} name @returns {number | undefined} */
  of(name) {
    return this.#marks.get(name);
  }

  /** The body of what is given; words that were not sent by their author do not go. @param {string} comment */
  body(comment) {
    const parts = {
      skm: this.#marked(ELEMENTS, (code) => code),
      skd: this.#marked(ATTRIBUTES, (code) => `skd-${code}`),
      skd_importance: this.#marked(ATTRIBUTES, (code) => `importance-${code}`),
    };
    const given = Object.entries(parts).filter(([, marks]) => Object.keys(marks).length > 0);
    return { rating: this.of("rating"), ...Object.fromEntries(given), ...(comment && { comment }) };
  }

  /** @param {string[]} codes @param {(code: string) => string} nameOf */
  #marked(codes, nameOf) {
    return Object.fromEntries(codes.filter((code) => this.#marks.has(nameOf(code))).map((code) => [code, this.of(nameOf(code))]));
  }

  /**
   * Gives it, under one key until an answer came.
   * @param {Give} give
   * @param {string} comment
   * @throws {ProblemError | import("./api.js").NetworkLost}
   */
  async send(give, comment) {
    this.#key ??= newKey();
    try {
      await give(this.body(comment), { key: this.#key, keepalive: true });
    } catch (fault) {
      if (fault instanceof ProblemError && ARRIVED.includes(fault.code)) return;
      if (fault instanceof ProblemError && fault.status < 500) this.#key = null;
      throw fault;
    }
  }
}
