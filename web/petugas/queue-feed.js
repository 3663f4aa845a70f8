/** The queue as the service last told it, asked for again and again, and what is done with it from this desk. */

import { Etag } from "../bersama/api.js";
import { poll } from "../bersama/poll.js";
import { withMoved } from "./queue-model.js";
import { ask } from "./staff.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("./queue-model.js").Queue} Queue */

const EVERY_MS = 3000;
const STALE_AFTER_MS = 10000;

/** Fires "queue" when there is something new, "fresh" with every answer, and "stale" (detail: whether the answers stay away). */
export class QueueFeed extends EventTarget {
  /** @type {Queue | null} */
  queue = null;
  /** @type {number | null} when the service last answered, in its own time */
  freshAt = null;
  /** How far the service's clock is ahead of this device's, in ms: that one may be wrong, yet it runs evenly. */
  #ahead = 0;
  #etag = new Etag();
  /** Counts what was done here, so that an answer from before is not shown after it. */
  #acts = 0;
  #busy = false;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  /** The service's time, in ms. */
  get now() {
    return Date.now() + this.#ahead;
  }

  /** A desk is warned also while another window lies over this one. */
  start() {
    this.stop();
    this.#forget();
    const stale = (/** @type {boolean} */ yes) => this.dispatchEvent(new CustomEvent("stale", { detail: yes }));
    this.#polling = poll(this.#ask, { every: EVERY_MS, staleAfter: STALE_AFTER_MS, stale, whenHidden: true });
  }

  stop() {
    this.#polling?.stop();
  }

  /**
   * Does one thing at a time: a second click waits for nobody and does nothing.
   * @param {() => Promise<Ticket>} change asks the service @returns {Promise<Ticket | null>} the number as it is now
   * @throws what the service refused with
   */
  async act(change) {
    if (this.#busy) return null;
    this.#busy = true;
    this.#acts += 1;
    try {
      const ticket = await change();
      if (this.queue) this.queue = withMoved(this.queue, ticket);
      return ticket;
    } finally {
      this.#busy = false;
      this.#forget();
      this.dispatchEvent(new CustomEvent("queue"));
      this.#polling?.now();
    }
  }

  #ask = async () => {
    const acts = this.#acts;
    const queue = await ask("GET", "/queue", { etag: this.#etag });
    if (acts !== this.#acts || this.#busy) this.#forget();
    else if (queue) this.#take(queue);
    this.freshAt = this.now;
    this.dispatchEvent(new CustomEvent("fresh"));
  };

  /** @param {Queue} queue */
  #take(queue) {
    this.#ahead = Date.parse(queue.as_of) - Date.now();
    this.queue = queue;
    this.dispatchEvent(new CustomEvent("queue"));
  }

  /** The next answer is wanted whole: what is shown here may be another than the tag stands for. */
  #forget() {
    this.#etag = new Etag();
  }
}
