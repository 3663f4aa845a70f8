/** The reading copy of one publication as the service lends it: at an address of a few minutes, asked for again when that has passed. */

import { ProblemError, api } from "../api.js";

/** Asking this often means that the copy takes longer than it should. */
const LONG_MAKING = 40;

/** The copy that is lent now is another one than before: what is known of the old one is of no use. */
export class AnotherCopy extends Error {}

/** Fires "making" (detail: whether it takes long) while the copy is made. */
export class Reading extends EventTarget {
  url = "";
  /** The size of the file in bytes. */
  size = 0;
  title = "";
  #request = "";
  /** @type {Promise<void> | null} */
  #renewal = null;

  /** @param {string} token of the visit @param {string} publication its id @param {AbortSignal} signal ends all asking */
  constructor(token, publication, signal) {
    super();
    this.token = token;
    this.publication = publication;
    this.signal = signal;
  }

  /** Asks until the copy is made. @throws {ProblemError | import("../api.js").NetworkLost} */
  async open() {
    this.#take(await this.#lent());
  }

  /**
   * A fresh address in place of one that is refused; many may ask at once.
   * @param {string} refused the address that gives nothing any more
   * @throws {ProblemError | import("../api.js").NetworkLost | AnotherCopy}
   */
  async renew(refused) {
    if (this.url !== refused) return;
    this.#renewal ??= this.#renewed().finally(() => (this.#renewal = null));
    await this.#renewal;
  }

  async #renewed() {
    const [request, size] = [this.#request, this.size];
    this.#take(await this.#lent());
    if (this.#request !== request || this.size !== size) throw new AnotherCopy();
  }

  /** @param {any} lent */
  #take(lent) {
    this.url = lent.url;
    this.size = lent.size_bytes;
    this.title = lent.title;
    this.#request = lent.request_id;
  }

  async #lent() {
    for (let asked = 1; ; asked += 1) {
      try {
        return await api("POST", "/visit/readings", { token: this.token, body: { publication_id: this.publication }, signal: this.signal });
      } catch (fault) {
        if (!(fault instanceof ProblemError) || fault.code !== "reading-copy-in-making") throw fault;
        this.dispatchEvent(new CustomEvent("making", { detail: asked >= LONG_MAKING }));
        await pause((fault.retryAfter ?? 1) * 1000, this.signal);
      }
    }
  }
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
