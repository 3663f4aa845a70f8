/**
 * A table that sorts by its columns: `<sortable-table>` around it, `data-unsortable` on heads of columns without an order.
 * Not for the waiting line: its order is the order in which numbers are called, and a desk must see that one and no other.
 */

import { language } from "../bersama/language.js";
import { arrange, lineUp } from "../bersama/list.js";

/** Figures inside words count as figures: A-9 stands before A-012. */
const WORDS = new Intl.Collator("id", { numeric: true });
/** What a press makes of a column; the third gives back the service's own order. @type {Record<string, string | null>} */
const AFTER = { none: "ascending", ascending: "descending", descending: null };
const NOTHING = ["", "–"];

export class SortableTable extends HTMLElement {
  /** @type {HTMLElement[]} the rows in the service's order */
  #given = [];

  connectedCallback() {
    for (const head of this.querySelectorAll("thead th:not([data-unsortable])")) makeButton(head);
    arrange(this.#body, this.#order);
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#sort);
  }

  disconnectedCallback() {
    arrange(this.#body, null);
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#sort);
  }

  get #body() {
    return /** @type {HTMLElement} */ (this.querySelector("tbody"));
  }

  /** @param {Event} event */
  #press = (event) => {
    const head = /** @type {HTMLElement} */ (event.target).closest("button.sorts")?.closest("th");
    if (!head) return;
    const next = AFTER[head.ariaSort ?? "none"];
    this.querySelector("[aria-sort]")?.removeAttribute("aria-sort");
    head.ariaSort = next;
    this.#sort();
  };

  /** Of a press, and of the language: words sort otherwise in the other. */
  #sort = () => lineUp(this.#body, this.#order(this.#given));

  /** What a screen reader is told of the head is all that is remembered. Rows that tell nothing stand last either way. */
  #order = (/** @type {HTMLElement[]} */ rows) => {
    this.#given = rows;
    const head = /** @type {HTMLTableCellElement | null} */ (this.querySelector("th[aria-sort]"));
    if (!head) return rows;
    const way = head.ariaSort === "ascending" ? 1 : -1;
    const told = rows.map((row) => ({ row, value: valueOf(/** @type {HTMLElement} */ (row.children[head.cellIndex])) }));
    told.sort((one, two) => Number(isNothing(one)) - Number(isNothing(two)) || way * WORDS.compare(one.value, two.value));
    return told.map(({ row }) => row);
  };
}

/** The whole head is the button; its words stay those of the page, in both languages. @param {Element} head */
function makeButton(head) {
  if (head.querySelector("button")) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "sorts" });
  button.append(...head.childNodes);
  head.append(button);
}

const isNothing = (/** @type {{value: string}} */ { value }) => NOTHING.includes(value);

const valueOf = (/** @type {HTMLElement} */ cell) => cell.dataset.sort ?? wordsIn(cell).trim();

/** The words that are seen: of the present language, and of no hidden place. @param {Node} node @returns {string} */
function wordsIn(node) {
  if (!(node instanceof HTMLElement)) return node.textContent ?? "";
  const other = node.lang !== "" && node.lang !== language() && node.dataset.only === undefined;
  return node.hidden || other ? "" : [...node.childNodes].map(wordsIn).join("");
}

customElements.define("sortable-table", SortableTable);
