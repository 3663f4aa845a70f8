/** Skipping somebody cannot be taken back, so it waits ten seconds for a second thought. Whoever leaves the page has skipped nobody. */

/** @typedef {import("./ticket-words.js").Ticket} Ticket */

const SECOND_THOUGHT_MS = 10000;

export class SkipLater {
  /** @type {Ticket | null} */
  ticket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(ticket: Ticket) => Promise<void>} skip */
  constructor(skip) {
    this.skip = skip;
  }

  /** @param {Ticket} ticket */
  later(ticket) {
    this.ticket = ticket;
    this.#timer = setTimeout(() => this.now(), SECOND_THOUGHT_MS);
  }

  /** Skips what is waiting to be skipped, without waiting any longer. */
  async now() {
    const ticket = this.undo();
    if (ticket) await this.skip(ticket);
  }

  /** @returns {Ticket | null} what is not skipped after all */
  undo() {
    const { ticket } = this;
    clearTimeout(this.#timer);
    this.ticket = null;
    return ticket;
  }
}
