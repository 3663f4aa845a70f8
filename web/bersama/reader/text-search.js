/** Looks for words on every page of a document, from the page that is read onwards and round to it again. */

import { folded, foldedText, spansOf } from "./folded-text.js";

/** @typedef {{page: number, at: number}} Place a page, and which of its finds */

const MOST = 1000;
const FEWEST_LETTERS = 2;

/** Fires "progress" after each page, "first" when something was found, and "done". */
export class TextSearch extends EventTarget {
  /** @type {Map<number, string>} the folded text of each page that was read */
  #texts = new Map();
  /** @type {Map<number, [number, number][]>} */
  #found = new Map();
  /** @type {Place | null} */
  current = null;
  total = 0;
  looked = 0;
  words = "";
  /** Whether the find that is looked at was brought into sight. */
  isSeen = false;
  #turn = 0;

  /** @param {any} pdf @param {AbortSignal} signal ends it */
  constructor(pdf, signal) {
    super();
    this.pdf = pdf;
    this.signal = signal;
  }

  /** Whether all pages were looked through, or enough was found. */
  get isDone() {
    return this.looked === this.pdf.numPages || this.hasMost;
  }

  get hasMost() {
    return this.total >= MOST;
  }

  /** The pages on which something was found. */
  get pages() {
    return [...this.#found.keys()];
  }

  /** Whether these are the words that were looked for. @param {string} words */
  isSame(words) {
    return this.words === folded(words).trim() && this.current !== null;
  }

  /** Whether words are enough to look for. @param {string} words */
  isEnough(words) {
    return folded(words).trim().length >= FEWEST_LETTERS;
  }

  /** @param {string} words @param {number} from the page to begin with */
  async run(words, from) {
    this.stop();
    const turn = this.#turn;
    this.words = folded(words).trim();
    for (let step = 0; step < this.pdf.numPages && !this.hasMost; step += 1) {
      const page = ((from - 1 + step) % this.pdf.numPages) + 1;
      const text = await this.#text(page);
      if (text === null || turn !== this.#turn) return;
      this.looked += 1;
      this.#keep(page, spansOf(text, this.words, MOST - this.total));
      this.dispatchEvent(new Event("progress"));
    }
    this.dispatchEvent(new Event("done"));
  }

  /** Forgets what was found. */
  stop() {
    this.#turn += 1;
    this.#found.clear();
    Object.assign(this, { current: null, total: 0, looked: 0, words: "", isSeen: false });
  }

  /** @param {number} page @returns {import("./sheet.js").Marks} */
  marksOf(page) {
    return { spans: this.#found.get(page) ?? [], current: this.current?.page === page ? this.current.at : -1 };
  }

  /** The find that is looked at, counted from the document's first. */
  get ordinal() {
    if (!this.current) return 0;
    const { page, at } = this.current;
    return [...this.#found].reduce((sum, [on, spans]) => sum + (on < page ? spans.length : 0), at + 1);
  }

  /** The find after the one that is looked at, or before it. @param {1 | -1} step */
  move(step) {
    if (!this.current) return;
    this.isSeen = false;
    const pages = this.pages.sort((a, b) => a - b);
    const { page, at } = this.current;
    if (this.#found.get(page)?.[at + step]) {
      this.current = { page, at: at + step };
      return;
    }
    const next = pages[(pages.indexOf(page) + step + pages.length) % pages.length];
    this.current = { page: next, at: step > 0 ? 0 : this.marksOf(next).spans.length - 1 };
  }

  /** @param {number} page @param {[number, number][]} spans */
  #keep(page, spans) {
    if (spans.length === 0) return;
    this.#found.set(page, spans);
    this.total += spans.length;
    if (this.current) return;
    this.current = { page, at: 0 };
    this.dispatchEvent(new Event("first"));
  }

  /** The text of a page; null once nobody reads any more. @param {number} number */
  async #text(number) {
    const known = this.#texts.get(number);
    if (known !== undefined) return known;
    try {
      const page = await this.pdf.getPage(number);
      const { text } = foldedText((await page.getTextContent()).items);
      this.#texts.set(number, text);
      return text;
    } catch (fault) {
      if (this.signal.aborted) return null;
      throw fault;
    }
  }
}
