/** The office's time and day; it goes by the service's clock where the device's is clearly wrong. */

import { clockTime, longDate } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";

const CLEARLY_WRONG_MS = 60000;

export class OfficeClock extends HTMLElement {
  #offset = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;

  connectedCallback() {
    this.#ticking = setInterval(this.tick, 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#ticking);
  }

  /** The present moment, ISO 8601. */
  get now() {
    return new Date(Date.now() + this.#offset).toISOString();
  }

  /** Compares the device's clock with the moment of an answer that has just come. @param {string} asOf ISO 8601 */
  compare(asOf) {
    const ahead = Date.parse(asOf) - Date.now();
    this.#offset = Math.abs(ahead) > CLEARLY_WRONG_MS ? ahead : 0;
    this.tick();
  }

  /** Shows the time; nothing before the office's zone is known (`compare`). */
  tick = () => {
    if (!("known" in this.dataset)) return;
    const { now } = this;
    const time = /** @type {HTMLTimeElement} */ (this.querySelector("time"));
    time.dateTime = now;
    furnish(this, { words: { time: clockTime(now).id, day: longDate(now) } });
  };
}

customElements.define("office-clock", OfficeClock);
