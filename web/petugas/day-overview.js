/** Today at a glance, above the queue: counts, each of them a way to where one works on it. */

import { number } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { poll } from "../bersama/poll.js";
import { ask } from "./staff.js";

/** @typedef {Record<string, number>} Overview the counts in the answer of GET /api/staff/overview */

const EVERY_MS = 20000;
/** What somebody should see to, where there is any. */
const MOODS = { late: "heed", mails_failed: "heed", complaints_due: "heed", complaints_overdue: "bad" };

export class DayOverview extends HTMLElement {
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;
  /** @type {Overview} */
  #counts = {};
  /** @type {number | undefined} how long the line below is by now */
  #waiting;

  connectedCallback() {
    this.addEventListener("click", this.#go);
    document.addEventListener("queuelength", this.#follow);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#go);
    document.removeEventListener("queuelength", this.#follow);
    this.rest();
  }

  enter() {
    this.rest();
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale: (yes) => this.toggleAttribute("data-stale", yes) });
  }

  rest() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  /** The line below is asked for more often, and must not be contradicted. @param {Event} event */
  #follow = (event) => {
    const { detail } = /** @type {CustomEvent<number>} */ (event);
    if (detail === this.#waiting) return;
    this.#waiting = detail;
    this.#show();
    this.#polling?.now();
  };

  #ask = async () => {
    this.#counts = await ask("GET", "/overview");
    this.#show();
    this.removeAttribute("data-empty");
  };

  #show() {
    const counts = { ...this.#counts, ...(this.#waiting !== undefined && { waiting: this.#waiting }) };
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-count]"))) this.#showCount(item, counts);
  }

  /** @param {HTMLElement} item @param {Overview} counts */
  #showCount(item, counts) {
    const name = /** @type {string} */ (item.dataset.count);
    const count = counts[name];
    item.hidden = count === undefined;
    if (count === undefined) return;
    const mood = count > 0 ? (MOODS[/** @type {keyof typeof MOODS} */ (name)] ?? null) : null;
    furnish(item, { words: { "of-day": number(count) }, marks: { mood } });
  }

  /** What stands on this very page takes the focus, if it is there. @param {Event} event */
  #go = (event) => {
    const wanted = /** @type {HTMLElement} */ (event.target).closest("a")?.dataset.goes;
    const place = wanted ? /** @type {HTMLElement | null} */ (document.querySelector(wanted)) : null;
    if (!place?.checkVisibility()) return;
    event.preventDefault();
    place.focus();
  };
}

customElements.define("day-overview", DayOverview);
