/** Asks why a promise was missed: beside the work, never in its way, one number after another. */

import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { duration } from "./durations.js";
import { giveReason } from "./queue-moves.js";
import { isRefused } from "./staff.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

export class MissReason extends HTMLElement {
  /** @type {Ticket | null} */
  #ticket = null;
  #busy = false;
  /** @type {(change: () => Promise<Ticket>) => Promise<Ticket | null>} */
  #apply = async () => null;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /**
   * What is being answered stays until it is.
   * @param {Ticket[]} tickets @param {Unit} unit @param {(change: () => Promise<Ticket>) => Promise<Ticket | null>} apply
   */
  ask(tickets, unit, apply) {
    this.#apply = apply;
    const same = tickets.find((one) => one.ticket_id === this.#ticket?.ticket_id);
    const ticket = same ?? tickets[0] ?? null;
    if (ticket && !same) this.#begin(unit);
    this.#ticket = ticket;
    this.hidden = !ticket;
    if (ticket) furnish(this, { words: { unexplained: String(tickets.length), about: aboutWords(ticket) } });
  }

  /** @param {Unit} unit */
  #begin(unit) {
    const list = /** @type {HTMLElement} */ (this.querySelector(".reasons"));
    /** @type {{code: string}[]} */
    const reasons = unit.said.miss_reasons;
    /** @param {string} code */
    const name = (code) => unit.both((said) => said.miss_reasons.find((/** @type {any} */ one) => one.code === code)?.name ?? code);
    draw(list, "choice-reason", reasons.map(({ code }) => ({ key: code, words: { words: name(code) } })));
    for (const box of list.querySelectorAll("input")) box.value = box.closest("label")?.dataset.key ?? "";
    this.querySelector("form")?.reset();
    furnish(this, { words: { trouble: null } });
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    const chosen = /** @type {HTMLInputElement | null} */ (this.querySelector("input:checked"));
    const note = /** @type {HTMLInputElement} */ (this.querySelector("#miss-note")).value.trim();
    const ticket = this.#ticket;
    if (!ticket || this.#busy) return;
    if (!chosen) {
      furnish(this, { words: { trouble: sentence("reason-required") } });
      this.querySelector("input")?.focus();
      return;
    }
    this.#busy = true;
    try {
      await this.#apply(() => giveReason(ticket, chosen.value, note));
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
    }
    this.#busy = false;
  };
}

/** @param {Ticket} ticket */
function aboutWords({ number, served_at: served, finished_at: ended, arrived_at: came, promised_by: by }) {
  const until = served ?? ended ?? came;
  const waited = duration((Date.parse(until) - Date.parse(came)) / 1000);
  return sentence(served ? "missed-served" : "missed-left", { number, waited, time: by ? clockTime(by) : "–" });
}

customElements.define("miss-reason", MissReason);
