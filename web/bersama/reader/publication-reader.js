/** A publication, read in the page. It is opened for a visit, and nothing of it stays once its screen is left. */

import { NetworkLost } from "../api.js";
import { put, say, sentence } from "../language.js";
import { putTitle } from "../publication-words.js";
import { Book } from "./book.js";
import { actOf } from "./keys.js";
import { movesOf } from "./moves.js";
import { PageField } from "./page-field.js";
import { AnotherCopy } from "./reading.js";
import { SearchBar } from "./search-bar.js";
import { Sheets } from "./sheets.js";
import { Thumbnails } from "./thumbnails.js";
import { troubleOf } from "./trouble.js";

/** @typedef {import("../visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {{publication_id: string, title: string}} Publication */

const POINTS_A_PIXEL = 0.75;

export class PublicationReader extends HTMLElement {
  /** @type {Book | null} */
  #book = null;
  /** @type {Sheets | null} */
  #sheets = null;
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Publication | null} */
  #publication = null;
  /** @type {SearchBar | null} */
  #search = null;
  /** @type {Thumbnails | null} */
  #list = null;
  /** @type {PageField | null} */
  #field = null;

  connectedCallback() {
    this.#search = new SearchBar(this.#find(".reader-search"), this.#find('[data-do="search"]'));
    this.#list = new Thumbnails(this.#find(".reader-list"), this.#find('[data-do="list"]'));
    this.#field = new PageField(this.#find(".reader-pages"));
    this.#list.addEventListener("pagechosen", (event) => this.#choose(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("click", this.#press);
    this.addEventListener("contextmenu", this.#keepIn);
    this.closest("main")?.addEventListener("screenshown", this.#leave);
    document.addEventListener("keydown", this.#key);
  }

  disconnectedCallback() {
    this.close();
    document.removeEventListener("keydown", this.#key);
  }

  /** Begins to read; the screen is shown by whoever calls. @param {VisitFeed} feed @param {Publication} publication */
  open(feed, publication) {
    this.close();
    this.#feed = feed;
    this.#publication = publication;
    feed.addEventListener("visit", this.#heed);
    putTitle(this.#part("title"), publication.title);
    this.#heed();
    this.#begin(1);
  }

  /** Nothing of the publication stays. */
  close() {
    this.#put(null);
    this.#feed?.removeEventListener("visit", this.#heed);
    this.#feed = null;
    this.#publication = null;
    for (const part of ["title", "called"]) this.#part(part).replaceChildren();
    this.#part("called").hidden = true;
  }

  /** Puts the book away, and takes another in its place. @param {Book | null} book */
  #put(book) {
    this.#book?.end();
    this.#book = book;
    this.#sheets = null;
    this.#search?.clear();
    this.#list?.clear();
    this.#field?.clear();
    for (const part of ["state", "trouble", "foot"]) this.#part(part).hidden = true;
    for (const part of ["words", "advice", "trouble-words", "percent"]) this.#part(part).replaceChildren();
  }

  /** @param {number} page the one to show first */
  async #begin(page) {
    if (!this.#feed || !this.#publication) return;
    const book = new Book(this.#feed.token, this.#publication.publication_id);
    this.#put(book);
    this.#tell(sentence("reader-opening"), null);
    book.addEventListener("making", (event) => {
      if (this.#sheets) return;
      const long = /** @type {CustomEvent} */ (event).detail;
      this.#tell(sentence("reader-making"), sentence(long ? "reader-making-long" : "reader-making-advice"));
    });
    book.addEventListener("trouble", (event) => this.#warn(/** @type {CustomEvent} */ (event).detail));
    book.addEventListener("well", () => (this.#part("trouble").hidden = true));
    try {
      this.#show(book, await book.open(), page);
    } catch (fault) {
      if (!book.signal.aborted) this.#refuse(fault);
    }
  }

  /** @param {Book} book @param {import("./book.js").Opened} opened @param {number} page */
  #show(book, { pdfjs, pdf, first }, page) {
    book.signal.throwIfAborted();
    this.#part("state").hidden = true;
    this.#part("foot").hidden = false;
    const sheets = new Sheets(this.#find(".reader-view"), this.#find(".reader-column"), book.signal);
    this.#sheets = sheets;
    sheets.addEventListener("scalechange", () => put(this.#part("percent"), `${Math.round((sheets.scale * 100) * POINTS_A_PIXEL)} %`));
    sheets.fill(pdfjs, pdf, first);
    this.#field?.use(sheets, book.signal);
    this.#search?.use(sheets, pdf, book.signal);
    this.#list?.use(sheets, pdf, book.signal);
    if (page > 1) sheets.goTo(page);
  }

  /** @param {import("../language.js").Twins} words @param {import("../language.js").Twins | null} advice @param {boolean} [again] */
  #tell(words, advice, again = false) {
    const state = this.#part("state");
    state.hidden = false;
    if (this.#part("words").textContent !== `${words.id}${words.en}`) put(this.#part("words"), words);
    put(this.#part("advice"), advice ?? "");
    /** @type {HTMLElement} */ (state.querySelector("button")).hidden = !again;
  }

  /** It cannot be opened. @param {unknown} fault */
  #refuse(fault) {
    const { words, advice, again } = troubleOf(fault);
    this.#put(null);
    this.#tell(words, advice, again);
  }

  /** It is open, and something does not come. @param {unknown} fault */
  #warn(fault) {
    if (fault instanceof AnotherCopy) {
      this.#begin(this.#sheets?.current ?? 1);
      return;
    }
    const { words, advice } = troubleOf(fault);
    const place = this.#part("trouble-words");
    if (fault instanceof NetworkLost) say(place, "reader-offline");
    else put(place, advice ? { id: `${words.id} ${advice.id}`, en: `${words.en ?? words.id} ${advice.en}` } : words);
    this.#part("trouble").hidden = false;
  }

  /** On a phone a call of the visitor's number is seen here too; the kiosk shows it above. */
  #heed = () => {
    const called = this.#feed?.visit?.tickets.find((/** @type {any} */ one) => one.state === "called");
    const place = this.#part("called");
    const words = called && sentence("called-to", { number: called.number, desk: called.desk });
    if (called && place.textContent !== words.id + words.en) put(place, words);
    place.hidden = !called;
  };

  /** @param {Event} event */
  #leave = (event) => {
    if (/** @type {CustomEvent} */ (event).detail !== "reader") this.close();
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-do]"));
    if (button) this.#do(button.dataset.do ?? "");
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    const act = this.#publication && actOf(event);
    if (act && this.#do(act)) event.preventDefault();
  };

  /** A kiosk's menu of found words would lead out of it. @param {Event} event */
  #keepIn = (event) => {
    if (document.body.dataset.place === "kiosk") event.preventDefault();
  };

  /** @param {number} page out of the list, which makes room where it covers the page */
  #choose(page) {
    this.#sheets?.goTo(page);
    if (getComputedStyle(this.#find(".reader-list")).position === "absolute") this.#closeList();
  }

  /** @param {string} act @returns {boolean} whether that is an act */
  #do(act) {
    /** @type {Record<string, () => void>} */
    const acts = {
      ...(this.#sheets ? movesOf(this.#sheets) : {}),
      list: () => (this.#list?.isOpen ? this.#closeList() : this.#list?.open()),
      search: () => this.#search?.open(),
      "search-end": () => this.#closeSearch(),
      again: () => this.#again(),
      leave: () => this.#stepBack(),
    };
    acts[act]?.();
    return act in acts;
  }

  #again() {
    this.#part("trouble").hidden = true;
    if (this.#book) this.#book.again();
    else this.#begin(1);
  }

  /** Out of the search, then the list, then the publication. */
  #stepBack() {
    if (this.#search?.isOpen) this.#closeSearch();
    else if (this.#list?.isOpen) this.#closeList();
    else this.#find('[data-go="back"]').click();
  }

  #closeSearch() {
    this.#search?.close();
    this.#find('[data-do="search"]').focus();
  }

  #closeList() {
    this.#list?.close();
    this.#find('[data-do="list"]').focus();
  }

  /** @param {string} selector @returns {any} */
  #find(selector) {
    return this.querySelector(selector);
  }

  /** @param {string} part */
  #part(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }
}

customElements.define("publication-reader", PublicationReader);
