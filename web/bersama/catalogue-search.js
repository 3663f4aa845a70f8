/** The catalogue: a list to look through and a search. Fires "publicationchosen" (detail: the publication). */

import { api } from "./api.js";
import { wordsOf } from "./faults.js";
import { number } from "./format.js";
import { plain, put, say, sentence } from "./language.js";
import { putTitle, showFacts } from "./publication-words.js";

/** @typedef {{value: string, count: number}} Facet */
/** @typedef {Record<string, Facet[]>} Facets */

const PAGE = 20;

export class CatalogueSearch extends HTMLElement {
  /** The code of the unit whose catalogue is searched. */
  unit = "";
  #shown = 0;
  /** @type {string | null} */
  #next = null;
  #asked = 0;
  /** @type {Record<string, string>} */
  #chosen = {};
  /** @type {Facets} */
  #facets = {};

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("change", this.#narrow);
    document.addEventListener("languagechange", this.#reword);
    this.#place("more").addEventListener("click", this.#more);
    this.#place("all").addEventListener("click", this.#all);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("change", this.#narrow);
    document.removeEventListener("languagechange", this.#reword);
    this.#asked += 1;
  }

  /** Shows the newest publications, the first time only: a search that was made stays. */
  open() {
    if (this.#asked === 0) this.#search();
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#chosen = {};
    this.#search();
  };

  /** @param {Event} event */
  #narrow = (event) => {
    const facet = /** @type {Element} */ (event.target).closest("[data-facet]");
    if (!facet) return;
    this.#chosen[/** @type {HTMLElement} */ (facet).dataset.facet ?? ""] = /** @type {HTMLSelectElement} */ (event.target).value;
    this.#search();
  };

  #all = () => {
    this.#input().value = "";
    this.#chosen = {};
    this.#search();
    this.#input().focus();
  };

  #more = () => this.#ask();

  #reword = () => this.#showFacets();

  #search() {
    this.#shown = 0;
    this.#next = null;
    say(this.#place("status"), "searching");
    this.#ask();
  }

  async #ask() {
    const turn = (this.#asked += 1);
    try {
      const page = await api("GET", `/publications?${this.#query()}`);
      if (turn === this.#asked) this.#take(page);
    } catch (fault) {
      if (turn === this.#asked) put(this.#place("status"), wordsOf(fault));
    }
  }

  #query() {
    const words = this.#input().value.trim();
    const query = new URLSearchParams({ unit: this.unit, limit: String(PAGE) });
    if (words) query.set("q", words);
    for (const [facet, value] of Object.entries(this.#chosen)) if (value) query.set(facet, value);
    if (this.#next) query.set("cursor", this.#next);
    return query;
  }

  /** @param {{items: any[], next: string | null, total: number, facets: Facets, search: any}} page */
  #take(page) {
    const list = /** @type {Element} */ (this.querySelector(".publications"));
    if (this.#shown === 0) list.replaceChildren();
    list.append(...page.items.map((one) => this.#card(one)));
    this.#shown += page.items.length;
    this.#next = page.next;
    this.#facets = page.facets;
    this.#showFacets();
    this.#place("more").hidden = page.next === null;
    this.#place("nothing").hidden = this.#shown > 0;
    const key = page.next !== null ? "results-more" : this.#shown <= 1 ? `results-${this.#shown}` : "results-n";
    say(this.#place("status"), key, { n: number(this.#shown), total: number(page.total) });
    this.#note("corrected", this.#shown > 0 && page.search?.corrected);
    this.#note("missing", this.#shown > 0 && page.search?.missing.join("”, “"));
    this.#note("partial", this.#shown > 0 && page.search?.partial);
  }

  /** How the words were taken, where not as they were typed. @param {string} part @param {any} words */
  #note(part, words) {
    this.#place(part).hidden = !words;
    if (words) say(this.#place(part), part, { words: String(words) });
  }

  #showFacets() {
    const shown = Object.entries(this.#facets).map(([name, values]) => this.#showFacet(name, values));
    /** @type {HTMLElement} */ (this.querySelector(".facets")).hidden = !shown.includes(true);
  }

  /** Shows what there is to choose from; a value by itself is no choice. @param {string} name @param {Facet[]} values */
  #showFacet(name, values) {
    const place = /** @type {HTMLElement} */ (this.querySelector(`[data-facet="${name}"]`));
    const select = /** @type {HTMLSelectElement} */ (place.querySelector("select"));
    const chosen = this.#chosen[name] ?? "";
    place.hidden = values.length < 2 && !chosen;
    const known = values.some((one) => one.value === chosen) || !chosen ? values : [{ value: chosen, count: 0 }, ...values];
    const options = known.map((one) => new Option(`${one.value} (${one.count})`, one.value, false, one.value === chosen));
    select.replaceChildren(new Option(plain(sentence("facet-all")), "", false, !chosen), ...options);
    return !place.hidden;
  }

  /** @param {any} publication */
  #card(publication) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(".publication-template"));
    const card = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    putTitle(/** @type {Element} */ (card.querySelector("h2")), publication.title);
    putTitle(/** @type {Element} */ (card.querySelector(".unseen")), ` ${publication.title}`);
    showFacts(card, publication);
    showCover(/** @type {HTMLImageElement} */ (card.querySelector("img")), publication.cover_url);
    card.querySelector("button")?.addEventListener("click", () => {
      this.dispatchEvent(new CustomEvent("publicationchosen", { bubbles: true, detail: publication }));
    });
    return card;
  }

  #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  /** @param {string} part */
  #place(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }
}

/** The picture of a book, where there is one; else its place stays a plain cover. @param {HTMLImageElement} picture @param {string | null} address */
function showCover(picture, address) {
  if (!address) return;
  picture.addEventListener("error", () => (picture.hidden = true), { once: true });
  picture.hidden = false;
  picture.src = address;
}

customElements.define("catalogue-search", CatalogueSearch);
