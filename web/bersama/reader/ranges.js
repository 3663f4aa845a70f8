/** The bytes of the reading copy, piece by piece: whatever fails is asked for again, so a page that is waited for comes in the end. */

import { NetworkLost } from "../api.js";
import { AnotherCopy } from "./reading.js";

/** @typedef {import("./reading.js").Reading} Reading */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;
/** So long without a single byte, and the connection counts as lost. */
const SILENCE_MS = 20000;
/** What the store answers once an address has passed, or its file is gone. */
const REFUSED = [400, 401, 403, 404, 410];

/** Fires "trouble" (detail: the fault) and, when bytes come again, "well". */
export class Ranges extends EventTarget {
  #tag = "";
  /** @type {Uint8Array | null} the whole file, from a server that knows no ranges */
  #whole = null;
  #troubled = false;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @param {Reading} reading */
  constructor(reading) {
    super();
    this.reading = reading;
    window.addEventListener("online", this.again, { signal: reading.signal });
  }

  /**
   * @param {number} begin
   * @param {number} end the first byte that is not wanted
   * @returns {Promise<Uint8Array>} ends with the reading only
   */
  async bytes(begin, end) {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        const found = await this.#asked(begin, end);
        this.#tell("well", null);
        return found;
      } catch (fault) {
        this.reading.signal.throwIfAborted();
        this.#tell("trouble", fault);
        await this.#patience(fault instanceof NetworkLost ? wait : null);
      }
    }
  }

  /** Ends all waiting: what is missing is asked for now. */
  again = () => {
    for (const goOn of this.#waiting) goOn();
  };

  /** @param {string} name @param {unknown} fault */
  #tell(name, fault) {
    if (name === "well" && !this.#troubled) return;
    this.#troubled = name === "trouble";
    this.dispatchEvent(new CustomEvent(name, { detail: fault }));
  }

  /** Waits for a time or, where time does not help, for somebody. @param {number | null} ms */
  async #patience(ms) {
    const { signal } = this.reading;
    await new Promise((resolve) => {
      const goOn = () => {
        this.#waiting.delete(goOn);
        resolve(null);
      };
      this.#waiting.add(goOn);
      signal.addEventListener("abort", goOn, { once: true });
      if (ms !== null) setTimeout(goOn, ms);
    });
    signal.throwIfAborted();
  }

  /** @param {number} begin @param {number} end */
  async #asked(begin, end) {
    if (this.#whole) return this.#whole.slice(begin, end);
    let answer = await this.#fetched(begin, end);
    if (REFUSED.includes(answer.status)) {
      await this.reading.renew(answer.url);
      answer = await this.#fetched(begin, end);
    }
    this.#known(answer);
    if (answer.status === 206 && answer.body.length === end - begin) return answer.body;
    if (answer.status !== 200 || answer.body.length !== this.reading.size) throw new NetworkLost();
    this.#whole = answer.body;
    return answer.body.slice(begin, end);
  }

  /** @param {{ok: boolean, tag: string}} answer */
  #known({ ok, tag }) {
    if (!ok) throw new NetworkLost();
    if (this.#tag && tag !== this.#tag) throw new AnotherCopy();
    this.#tag = tag;
  }

  /** @param {number} begin @param {number} end */
  async #fetched(begin, end) {
    const { url, signal } = this.reading;
    const limit = new Silence(signal);
    try {
      const response = await fetch(url, {
        headers: { Range: `bytes=${begin}-${end - 1}` },
        signal: limit.signal,
        credentials: "omit",
        cache: "no-store",
      });
      const { ok, status, headers } = response;
      return { url, ok, status, tag: headers.get("ETag") ?? "", body: ok ? await limit.read(response) : new Uint8Array() };
    } catch {
      throw new NetworkLost();
    } finally {
      limit.end();
    }
  }
}

/** Ends a connection on which nothing comes any more. */
class Silence {
  #stop = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {AbortSignal} signal ends it too */
  constructor(signal) {
    this.signal = this.#stop.signal;
    this.from = signal;
    signal.addEventListener("abort", this.#give);
    this.#heard();
  }

  end() {
    clearTimeout(this.#timer);
    this.from.removeEventListener("abort", this.#give);
  }

  #give = () => this.#stop.abort();

  #heard() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#give, SILENCE_MS);
  }

  /** @param {Response} response */
  async read(response) {
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    const pieces = [];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#heard();
      pieces.push(piece.value);
    }
    return joined(pieces);
  }
}

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
