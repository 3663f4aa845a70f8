/** Searching inside a publication: the words, how many there are, and the way from one to the next. */

import { number } from "../format.js";
import { say } from "../language.js";
import { TextSearch } from "./text-search.js";

/** @typedef {import("./sheets.js").Sheets} Sheets */

export class SearchBar {
  /** @type {TextSearch | null} */
  #search = null;
  /** @type {Sheets | null} */
  #sheets = null;
  /** @type {Set<number>} the pages that bear marks */
  #marked = new Set();

  /** @param {HTMLElement} bar @param {HTMLElement} opener the button that opens it */
  constructor(bar, opener) {
    this.bar = bar;
    this.opener = opener;
    bar.addEventListener("submit", (event) => this.#submit(event));
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.shiftKey && event.target === this.#input()) this.#step(event, -1);
    });
    this.#button("next").addEventListener("click", (event) => this.#step(event, 1));
    this.#button("previous").addEventListener("click", (event) => this.#step(event, -1));
  }

  /** @param {Sheets} sheets @param {any} pdf @param {AbortSignal} signal */
  use(sheets, pdf, signal) {
    const search = new TextSearch(pdf, signal);
    this.#search = search;
    this.#sheets = sheets;
    search.addEventListener("first", () => this.#show());
    search.addEventListener("progress", () => this.#tellProgress());
    search.addEventListener("done", () => this.#tell());
    sheets.column.addEventListener("written", () => this.#reveal(), { signal });
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  open() {
    this.bar.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.#input().focus();
    this.#input().select();
  }

  close() {
    if (!this.isOpen) return;
    this.bar.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.#search?.stop();
    this.#mark();
    this.#status().replaceChildren();
    this.#progress().replaceChildren();
  }

  /** Nothing of what was searched stays. */
  clear() {
    this.close();
    this.#input().value = "";
    this.#search = null;
    this.#sheets = null;
    this.#marked.clear();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const [search, words] = [this.#search, this.#input().value];
    if (!search || !this.#sheets) return;
    if (!search.isEnough(words)) return this.#refuse();
    if (search.isSame(words)) return this.#step(event, 1);
    say(this.#status(), "search-going");
    search.run(words, this.#sheets.current);
    this.#mark();
  }

  #refuse() {
    this.#search?.stop();
    this.#mark();
    say(this.#status(), "search-too-short");
  }

  /** @param {Event} event @param {1 | -1} step */
  #step(event, step) {
    event.preventDefault();
    if (!this.#search?.current) return;
    this.#search.move(step);
    this.#show();
    this.#tell();
  }

  /** Goes to the find that is looked at. */
  #show() {
    const [place, sheets] = [this.#search?.current, this.#sheets];
    if (!place || !sheets) return;
    this.#mark();
    if (sheets.sheet(place.page).currentMark) this.#reveal();
    else sheets.goTo(place.page);
  }

  /** Marks the finds on their pages, and takes marks away where none is any more. */
  #mark() {
    const [search, sheets] = [this.#search, this.#sheets];
    if (!search || !sheets) return;
    const pages = new Set(search.pages);
    for (const page of new Set([...pages, ...this.#marked])) sheets.sheet(page)?.mark(search.marksOf(page));
    this.#marked = pages;
  }

  #reveal() {
    const place = this.#search?.current;
    if (!place || this.#search?.isSeen) return;
    const mark = this.#sheets?.sheet(place.page)?.currentMark;
    if (!mark) return;
    mark.scrollIntoView({ block: "center", inline: "center" });
    if (this.#search) this.#search.isSeen = true;
  }

  #tellProgress() {
    const search = this.#search;
    if (!search) return;
    this.#mark();
    if (search.isDone) this.#progress().replaceChildren();
    else say(this.#progress(), "search-progress", { n: number(search.looked), total: number(search.pdf.numPages) });
  }

  #tell() {
    const search = this.#search;
    if (!search?.words) return;
    const key = search.total === 0 ? "search-nothing" : search.hasMost ? "search-most" : "search-place";
    const found = { n: number(search.ordinal), total: number(search.total) };
    if (search.isDone || search.total > 0) say(this.#status(), search.isDone ? key : "search-so-far", found);
    for (const way of ["next", "previous"]) this.#button(way).setAttribute("aria-disabled", String(search.total === 0));
  }

  #input() {
    return /** @type {HTMLInputElement} */ (this.bar.querySelector("input"));
  }

  #status() {
    return /** @type {HTMLElement} */ (this.bar.querySelector('[data-part="found"]'));
  }

  #progress() {
    return /** @type {HTMLElement} */ (this.bar.querySelector('[data-part="progress"]'));
  }

  /** @param {string} way */
  #button(way) {
    return /** @type {HTMLElement} */ (this.bar.querySelector(`[data-find="${way}"]`));
  }
}
