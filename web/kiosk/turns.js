/** Looks again at the very moment something turns: the office opens or closes, the code of the day expires. */

const A_MOMENT_MS = 1000;
const A_DAY_MS = 86400000;

export class Turns {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} look */
  constructor(look) {
    this.look = look;
  }

  /** Waits for the next of these moments that is still to come, within a day; whoever looks again tells them anew. @param {number[]} moments in ms since 1970, NaN for none */
  at(moments) {
    clearTimeout(this.#timer);
    const waits = moments.map((one) => one - Date.now()).filter((wait) => wait > 0 && wait < A_DAY_MS);
    if (waits.length > 0) this.#timer = setTimeout(this.look, Math.min(...waits) + A_MOMENT_MS);
  }
}
