/** One drawing at a time, the most wanted first: a cheap phone draws what is looked at before what may be looked at next. */

/** @typedef {(signal: AbortSignal) => Promise<void>} Draw */

export class DrawQueue {
  /** @type {Map<unknown, {rank: () => number, draw: Draw, stop: AbortController}>} */
  #wanted = new Map();
  /** @type {unknown} */
  #busy = null;

  /**
   * Draws something when its turn has come; asked for again, it is drawn anew.
   * @param {unknown} key what is drawn
   * @param {() => number} rank the lowest comes first
   * @param {Draw} draw
   */
  ask(key, rank, draw) {
    this.drop(key);
    this.#wanted.set(key, { rank, draw, stop: new AbortController() });
    this.#next();
  }

  /** Nobody wants it any more. @param {unknown} key */
  drop(key) {
    this.#wanted.get(key)?.stop.abort();
    this.#wanted.delete(key);
  }

  clear() {
    for (const key of [...this.#wanted.keys()]) this.drop(key);
  }

  async #next() {
    if (this.#busy || this.#wanted.size === 0) return;
    const [key, job] = [...this.#wanted].reduce((best, one) => (one[1].rank() < best[1].rank() ? one : best));
    this.#busy = key;
    try {
      await job.draw(job.stop.signal);
    } catch (fault) {
      if (!job.stop.signal.aborted) reportError(fault);
    } finally {
      if (this.#wanted.get(key) === job) this.#wanted.delete(key);
      this.#busy = null;
      this.#next();
    }
  }
}

/**
 * Draws a page of a PDF into a fresh canvas.
 * @param {any} page of PDF.js
 * @param {number} scale dots a point
 * @param {AbortSignal} signal
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function drawn(page, scale, signal) {
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas, viewport });
  const cancel = () => task.cancel();
  signal.addEventListener("abort", cancel);
  try {
    await task.promise;
  } finally {
    signal.removeEventListener("abort", cancel);
    if (signal.aborted) emptied(canvas);
  }
  return canvas;
}

/** Gives the memory of a canvas back at once; some browsers wait long. @param {HTMLCanvasElement} canvas */
export function emptied(canvas) {
  canvas.width = 0;
  canvas.height = 0;
}
