/** Sends a number on to another service: it keeps its number and the time it came. */

import { draw, furnish } from "../bersama/list.js";
import { moveRefusal } from "./queue-moves.js";
import { SmallDialog } from "./small-dialog.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

export class TicketTransfer extends SmallDialog {
  /** @type {Ticket | null} */
  #ticket = null;
  /** @type {(service: string) => Promise<unknown>} */
  #transfer = async () => {};

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /** @param {Ticket} ticket @param {Unit} unit @param {(service: string) => Promise<unknown>} transfer */
  open(ticket, unit, transfer) {
    this.#ticket = ticket;
    this.#transfer = transfer;
    /** @type {string[]} */
    const codes = unit.said.services.map((/** @type {any} */ one) => one.code);
    const others = codes.filter((code) => code !== ticket.service);
    if (others.length === 0) return;
    const list = /** @type {HTMLElement} */ (this.querySelector(".services"));
    furnish(this.dialog, { words: { number: ticket.number, from: unit.service(ticket.service) } });
    draw(list, "choice-transfer", others.map((code) => ({ key: code, words: { words: unit.service(code) } })));
    for (const box of list.querySelectorAll("input")) box.value = box.closest("label")?.dataset.key ?? "";
    /** @type {HTMLInputElement} */ (list.querySelector("input")).checked = true;
    this.show();
  }

  /** @param {SubmitEvent} event */
  #submit = async (event) => {
    if (/** @type {HTMLButtonElement | null} */ (event.submitter)?.value === "leave") return;
    event.preventDefault();
    const ticket = /** @type {Ticket} */ (this.#ticket);
    const chosen = /** @type {HTMLInputElement} */ (this.querySelector("input:checked")).value;
    if (await this.send(() => this.#transfer(chosen), (fault) => moveRefusal(ticket, fault))) this.close();
  };
}

customElements.define("ticket-transfer", TicketTransfer);
