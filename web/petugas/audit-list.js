/** Who did what: the audit of some days, in words, the newest first. */

import { wordsOf } from "../bersama/faults.js";
import { dateAndTime, number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { periodWords } from "../bersama/period-words.js";
import { auditWords } from "./audit-words.js";
import { ask, isRefused } from "./staff.js";
import "./report-period.js";

/** @typedef {import("./audit-words.js").Entry} Entry */
/** @typedef {import("./report-period.js").ReportPeriod} ReportPeriod */
/** @typedef {{from: string, to: string, items: Entry[], next: string | null}} Part */

export class AuditList extends HTMLElement {
  /** @type {Part | null} what is shown so far, and where it goes on */
  #shown = null;
  #busy = false;

  connectedCallback() {
    this.addEventListener("periodchosen", this.#ask);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("periodchosen", this.#ask);
    this.removeEventListener("click", this.#press);
  }

  enter() {
    this.#ask();
  }

  rest() {}

  #ask = async () => {
    const period = /** @type {ReportPeriod} */ (this.querySelector("report-period"));
    const part = await period.load("/audit");
    if (part) this.#show(part);
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "older" && this.#shown?.next && !this.#busy) this.#older(this.#shown);
  };

  /** The rows that were there keep their place, and whoever reads goes on at the first of the older ones. @param {Part} shown */
  async #older(shown) {
    this.#busy = true;
    try {
      const { from, to, next } = shown;
      const part = await ask("GET", `/audit?${new URLSearchParams({ from, to, cursor: next ?? "" })}`);
      if (shown === this.#shown) this.#show({ ...part, items: [...shown.items, ...part.items] });
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { "older-trouble": wordsOf(fault) } });
    }
    this.#busy = false;
  }

  /** @param {Part} part */
  #show(part) {
    this.#shown = part;
    const count = number(part.items.length);
    const words = part.next ? "audit-count-more" : part.items.length > 0 ? "audit-count" : "audit-none";
    furnish(this, { words: { count: sentence(words, { count, period: periodWords(part) }), "older-trouble": null } });
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "audit-row", part.items.map((entry, place) => ({
      key: `${part.items.length - place} ${entry.at} ${entry.id}`,
      words: {
        at: dateAndTime(entry.at),
        who: entry.by.name ?? sentence("audit-nobody"),
        username: entry.by.username,
        what: auditWords(entry),
      },
    })));
    this.#part("list").hidden = part.items.length === 0;
    this.#part("older").hidden = part.next === null;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

customElements.define("audit-list", AuditList);
