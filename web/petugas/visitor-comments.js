/** What visitors wrote with their rating, below the figures of the same period: by month, never of a few alone. */

import { wordsOf } from "../bersama/faults.js";
import { month, number } from "../bersama/format.js";
import { draw, furnish, stamp } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {{month: string, rating: number, comment: string}} Comment */
/** @typedef {{from: string, to: string, held_back: number, items: Comment[], next: string | null}} Part */

const MOODS = ["", "bad", "heed", "good", "good"];

export class VisitorComments extends HTMLElement {
  /** @type {Part | null} what is shown so far, and where it goes on */
  #shown = null;
  #question = 0;

  connectedCallback() {
    this.closest("[data-screen]")?.addEventListener("periodchosen", this.#ask);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.closest("[data-screen]")?.removeEventListener("periodchosen", this.#ask);
    this.removeEventListener("click", this.#press);
  }

  enter() {
    if (!this.firstElementChild) this.append(stamp("visitor-comments"));
    this.#ask();
  }

  rest() {}

  #ask = () => this.#load(this.#period(), []);

  /** The days that are chosen on the same screen; none mean this month. @returns {Record<string, string>} */
  #period() {
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (this.closest("[data-screen]")?.querySelectorAll("report-period input[type=date]"));
    return Object.fromEntries([...inputs].filter((one) => one.value).map((one) => [one.name, one.value]));
  }

  /** @param {Event} event */
  #press = (event) => {
    const wanted = /** @type {HTMLElement} */ (event.target).closest('[data-action="more"]');
    if (wanted && this.#shown?.next) this.#load({ from: this.#shown.from, to: this.#shown.to, cursor: this.#shown.next }, this.#shown.items);
  };

  /** A newer question overtakes an older one. @param {Record<string, string>} asked @param {Comment[]} before */
  async #load(asked, before) {
    const question = (this.#question += 1);
    try {
      const part = await ask("GET", `/comments?${new URLSearchParams(asked)}`);
      if (question === this.#question) this.#show({ ...part, items: [...before, ...part.items] });
    } catch (fault) {
      if (question === this.#question && !isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
    }
  }

  /** @param {Part} part */
  #show(part) {
    this.#shown = part;
    furnish(this, { words: {
      trouble: null,
      none: part.items.length + part.held_back === 0 ? sentence("comments-none") : null,
      held: part.held_back > 0 ? sentence("comments-held", { n: number(part.held_back) }) : null,
    } });
    const rows = draw(/** @type {HTMLElement} */ (this.querySelector("ul")), "comment-row", part.items.map((one, place) => ({
      key: `${one.month} ${place}`,
      words: { rating: sentence(`face-${one.rating}`), month: month(one.month), comment: one.comment },
      marks: { mood: MOODS[one.rating] },
    })));
    /** @type {HTMLElement} */ (this.querySelector("ul")).hidden = rows.length === 0;
    /** @type {HTMLElement} */ (this.querySelector('[data-part="more"]')).hidden = part.next === null;
  }
}

customElements.define("visitor-comments", VisitorComments);
