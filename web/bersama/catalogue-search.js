/** The catalogue: a list to look through and a search. Fires "publicationchosen" (detail: the publication). */

import { api } from "./api.js";
import { wordsOf } from "./faults.js";
import { put, say } from "./language.js";
import { putTitle, showFacts } from "./publication-words.js";

const PAGE = 20;

export class CatalogueSearch extends HTMLElement {
  /** The code of the unit whose catalogue is searched. */
  unit = "";
  #shown = 0;
  /** @type {string | null} */
  #next = null;
  #asked = 0;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.#place("more").addEventListener("click", this.#more);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.#asked += 1;
  }

  /** Shows the newest publications, the first time only: a search that was made stays. */
  open() {
    if (this.#asked === 0) this.#search();
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#search();
  };

  #search() {
    this.#shown = 0;
    this.#next = null;
    say(this.#place("status"), "searching");
    this.#ask();
  }

  #more = () => this.#ask();

  async #ask() {
    const turn = (this.#asked += 1);
    const words = /** @type {HTMLInputElement} */ (this.querySelector("input")).value.trim();
    const query = new URLSearchParams({ unit: this.unit, limit: String(PAGE) });
    if (words) query.set("q", words);
    if (this.#next) query.set("cursor", this.#next);
    try {
      const page = await api("GET", `/publications?${query}`);
      if (turn === this.#asked) this.#take(page);
    } catch (fault) {
      if (turn === this.#asked) put(this.#place("status"), wordsOf(fault));
    }
  }

  /** @param {{items: any[], next: string | null}} page */
  #take(page) {
    const list = /** @type {Element} */ (this.querySelector(".publications"));
    if (this.#shown === 0) list.replaceChildren();
    list.append(...page.items.map((one) => this.#card(one)));
    this.#shown += page.items.length;
    this.#next = page.next;
    this.#place("more").hidden = page.next === null;
    const key = page.next !== null ? "results-more" : this.#shown <= 1 ? `results-${this.#shown}` : "results-n";
    say(this.#place("status"), key, { n: this.#shown });
  }

  /** @param {any} publication */
  #card(publication) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(".publication-template"));
    const card = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    putTitle(/** @type {Element} */ (card.querySelector("h2")), publication.title);
    putTitle(/** @type {Element} */ (card.querySelector(".unseen")), ` ${publication.title}`);
    showFacts(card, publication);
    card.querySelector("button")?.addEventListener("click", () => {
      this.dispatchEvent(new CustomEvent("publicationchosen", { bubbles: true, detail: publication }));
    });
    return card;
  }

  /** @param {string} part */
  #place(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }
}

customElements.define("catalogue-search", CatalogueSearch);
