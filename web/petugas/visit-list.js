/** The visits of one day: today's at first, and of any other day that is chosen. */

import { wordsOf } from "../bersama/faults.js";
import { clockTime, number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { dayWords } from "../bersama/period-words.js";
import { poll } from "../bersama/poll.js";
import { officeDay } from "./office-time.js";
import { ask, isRefused } from "./staff.js";
import { visitRows } from "./visit-rows.js";

/** @typedef {import("./visit-rows.js").Visit} Visit */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const EVERY_MS = 15000;
const PAGE = "100";
const DAY_MS = 86400000;

export class VisitList extends HTMLElement {
  /** @type {Unit | null} */
  #unit = null;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("change", this.#look);
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("change", this.#look);
    this.removeEventListener("submit", this.#submit);
    this.rest();
  }

  /** @param {Unit} unit */
  begin(unit) {
    this.#unit = unit;
    this.#input.max = this.#today;
    if (!this.#input.value) this.#input.value = this.#today;
    this.rest();
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale: this.#tellStale });
  }

  rest() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector('input[name="day"]'));
  }

  get #today() {
    return officeDay(/** @type {Unit} */ (this.#unit).said.zone);
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#look();
  };

  /** @param {Event} event */
  #press = (event) => {
    const by = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.by;
    if (!by) return;
    const shown = Date.parse(this.#input.value || this.#today);
    const wanted = by === "today" ? this.#today : new Date(shown + Number(by) * DAY_MS).toISOString().slice(0, 10);
    this.#input.value = wanted > this.#today ? this.#today : wanted;
    this.#look();
  };

  #look = () => {
    if (!this.#input.value) this.#input.value = this.#today;
    this.#polling?.now();
  };

  /** The whole day, however many pages; a refusal is said, a lost connection is tried again. */
  #ask = async () => {
    const day = this.#input.value;
    try {
      const visits = await visitsOf(day);
      if (day === this.#input.value) this.#show(day, visits);
      else this.#polling?.now();
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
      throw fault;
    }
  };

  /** @param {string} day @param {Visit[]} visits */
  #show(day, visits) {
    const people = visits.reduce((sum, visit) => sum + visit.group_size, 0);
    const some = visits.length > 0;
    const none = day === this.#today ? sentence("visits-none-today") : sentence("visits-none", { day: dayWords(day) });
    const facts = { day: dayWords(day), visits: number(visits.length), people: number(people) };
    furnish(this, { words: {
      trouble: null,
      "as-of": sentence("list-as-of", { time: clockTime(new Date().toISOString()) }),
      count: some ? sentence("visits-count", facts) : null,
      none: some ? null : none,
    } });
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "visit-row", visitRows(visits, /** @type {Unit} */ (this.#unit)));
    /** @type {HTMLElement} */ (this.querySelector('[data-part="list"]')).hidden = !some;
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    furnish(this, { words: { stale: yes ? sentence("list-stale") : null } });
  };
}

/** @param {string} day @returns {Promise<Visit[]>} */
async function visitsOf(day) {
  /** @type {Visit[]} */
  const found = [];
  let cursor = "";
  do {
    const query = new URLSearchParams({ day, limit: PAGE, ...(cursor && { cursor }) });
    const answer = await ask("GET", `/visits?${query}`);
    found.push(...answer.items);
    cursor = answer.next ?? "";
  } while (cursor);
  return found;
}

customElements.define("visit-list", VisitList);
