/** What waits for the desk, asked for again and again from sign-in on, whichever area is shown. */

import { poll } from "../bersama/poll.js";
import { ask } from "./staff.js";

/**
 * @typedef {object} Task what the desk is to do for one way home of a copy
 * @property {string} delivery_id
 * @property {string} request_id
 * @property {string} visit_id
 * @property {string[]} numbers of the visit
 * @property {string} title
 * @property {number | null} size_bytes
 * @property {string} channel
 * @property {string} state
 * @property {string | null} detail why, in the language asked for
 * @property {"hand-over" | "message" | "help" | null} wants
 * @property {string | null} desk_since
 * @property {string | null} offer the next channel that would work
 */

const EVERY_MS = 5000;
const PAGE = 100;

/** Fires "tasks" with every answer, and "stale" (detail: whether the answers stay away). */
export class DeskFeed extends EventTarget {
  /** @type {Task[]} */
  tasks = [];
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  /** Also while another window lies over this one: a visitor stands at the desk. */
  start() {
    this.stop();
    const stale = (/** @type {boolean} */ yes) => this.dispatchEvent(new CustomEvent("stale", { detail: yes }));
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale, whenHidden: true });
  }

  stop() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  now() {
    this.#polling?.now();
  }

  #ask = async () => {
    /** @type {Task[]} */
    const found = [];
    for (let cursor = ""; ; ) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) });
      const answer = await ask("GET", `/deliveries?${query}`);
      found.push(...answer.items);
      cursor = answer.next ?? "";
      if (!cursor) break;
    }
    this.tasks = found;
    this.dispatchEvent(new CustomEvent("tasks"));
  };
}
