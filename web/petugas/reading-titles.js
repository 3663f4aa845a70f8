/** Which titles somebody uses in the reading room: found in the catalogue, noted, and taken off again. */

import { api } from "../bersama/api.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { titleRow } from "./queue-lists.js";
import { find } from "./queue-model.js";
import { dropTitle, useTitle } from "./queue-moves.js";
import { SmallDialog } from "./small-dialog.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {{publication_id: string, title: string, year: number, shelf: string | null}} Publication */

const HITS = 8;

export class ReadingTitles extends SmallDialog {
  /** @type {Ticket | null} */
  #ticket = null;
  /** @type {Publication[]} */
  #hits = [];
  #unit = "";
  /** @type {(change: () => Promise<Ticket>) => Promise<Ticket | null>} */
  #apply = async () => null;

  connectedCallback() {
    this.addEventListener("submit", this.#search);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#search);
    this.removeEventListener("click", this.#press);
  }

  /** @param {Ticket} ticket @param {string} unit its code @param {(change: () => Promise<Ticket>) => Promise<Ticket | null>} apply */
  open(ticket, unit, apply) {
    [this.#ticket, this.#unit, this.#apply, this.#hits] = [ticket, unit, apply, []];
    this.#field.value = "";
    furnish(this.dialog, { words: { number: ticket.number, found: null } });
    this.#draw();
    this.show();
    this.#field.focus();
  }

  /** What the service knows by now. @param {import("./queue-model.js").Queue} queue */
  update(queue) {
    const ticket = this.dialog.open ? find(queue, this.#ticket?.ticket_id) : undefined;
    if (!ticket) return;
    this.#ticket = ticket;
    this.#draw();
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  #draw() {
    const used = this.#ticket?.reading?.titles ?? [];
    const noted = new Set(used.map((one) => one.publication_id));
    draw(this.#list("used"), "used-title", used.map(titleRow));
    draw(this.#list("hits"), "found-title", this.#hits.map((hit) => foundRow(hit, noted.has(hit.publication_id))));
    /** @type {HTMLElement} */ (this.querySelector('[data-part="none-used"]')).hidden = used.length > 0;
  }

  /** @param {string} name */
  #list(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`.${name}`));
  }

  /** @param {Event} event */
  #search = async (event) => {
    if (!(/** @type {Element} */ (event.target).matches("[role=search]"))) return;
    event.preventDefault();
    const q = this.#field.value.trim();
    if (!q) return;
    await this.send(async () => {
      const query = new URLSearchParams({ unit: this.#unit, q, limit: String(HITS) });
      this.#hits = (await api("GET", `/publications?${query}`)).items;
      furnish(this.dialog, { words: { found: this.#foundWords(q) } });
      this.#draw();
    });
  };

  /** @param {string} words what was looked for */
  #foundWords(words) {
    return this.#hits.length > 0 ? sentence("titles-found", { n: this.#hits.length }) : sentence("titles-not-found", { words });
  }

  /** @param {Event} event */
  #press = async (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    if (!button || !key) return;
    const ticket = /** @type {Ticket} */ (this.#ticket);
    const change = button.dataset.action === "drop-title" ? dropTitle : useTitle;
    await this.send(() => this.#apply(() => change(ticket, key)));
    this.#field.focus();
  };
}

/** @param {Publication} hit @param {boolean} noted @returns {import("../bersama/list.js").Row} */
function foundRow({ publication_id, title, year, shelf }, noted) {
  return {
    key: publication_id,
    words: {
      title: { id: title },
      facts: shelf ? sentence("found-facts", { year, shelf }) : sentence("found-facts-without-shelf", { year }),
      noted: noted ? sentence("noted") : null,
    },
    marks: { noted: noted ? "" : null },
  };
}

customElements.define("reading-titles", ReadingTitles);
