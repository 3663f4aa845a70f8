/** One page as it is read: a picture of it, and over that its text, which can be searched, chosen and read aloud. */

import { say } from "../language.js";
import { drawn, emptied } from "./draw-queue.js";
import { foldedText } from "./folded-text.js";
import { leapsOf, pageOf } from "./leaps.js";

/** @typedef {import("./folded-text.js").Folded} Folded */
/** @typedef {{spans: [number, number][], current: number}} Marks places in the folded text, and which of them is looked at (-1: none) */

/** A picture has no more dots than this, whatever the zoom: 24 MB. */
const MOST_DOTS = 6e6;

export class Sheet {
  /** @type {any} */
  #page = null;
  /** @type {HTMLElement[]} one element for each piece of the text */
  #pieces = [];
  /** @type {Folded | null} */
  #text = null;
  /** @type {Marks} */
  #marks = { spans: [], current: -1 };
  #drawnAt = 0;

  /** @param {number} number @param {any} pdfjs @param {any} pdf the document */
  constructor(number, pdfjs, pdf) {
    this.number = number;
    this.pdfjs = pdfjs;
    this.pdf = pdf;
    this.element = document.createElement("div");
    this.element.className = "sheet-of-paper";
    this.element.dataset.page = String(number);
    const heading = document.createElement("h2");
    heading.className = "unseen";
    say(heading, "page-n", { n: number });
    this.element.append(heading);
  }

  /** The page's size in points. @param {{width: number, height: number}} size */
  size({ width, height }) {
    this.element.style.setProperty("--width", String(width));
    this.element.style.setProperty("--height", String(height));
  }

  /** @param {number} scale CSS pixels a point @param {AbortSignal} signal */
  async draw(scale, signal) {
    const page = (this.#page ??= await this.pdf.getPage(this.number));
    if (signal.aborted) return;
    const size = page.getViewport({ scale: 1 });
    this.size(size);
    const dots = Math.min(scale * devicePixelRatio, Math.sqrt(MOST_DOTS / (size.width * size.height)));
    if (this.#drawnAt !== dots) await this.#paint(page, dots, signal);
    if (!this.#text && !signal.aborted) await this.#write(page, signal);
  }

  /** @param {any} page @param {number} dots a point @param {AbortSignal} signal */
  async #paint(page, dots, signal) {
    const canvas = await drawn(page, dots, signal);
    if (signal.aborted) return;
    canvas.setAttribute("aria-hidden", "true");
    const old = this.element.querySelector("canvas");
    if (old) emptied(old);
    old?.remove();
    this.element.prepend(canvas);
    this.#drawnAt = dots;
  }

  /** @param {any} page @param {AbortSignal} signal */
  async #write(page, signal) {
    const content = await page.getTextContent();
    if (signal.aborted) return;
    const words = document.createElement("div");
    words.className = "words";
    const layer = new this.pdfjs.TextLayer({ textContentSource: content, container: words, viewport: page.getViewport({ scale: 1 }) });
    await layer.render();
    if (signal.aborted) return;
    this.#pieces = layer.textDivs;
    this.#text = foldedText(content.items);
    this.element.append(words);
    this.#showMarks();
    this.element.dispatchEvent(new Event("written", { bubbles: true }));
    const leaps = await leapsOf(page, content.items);
    if (!signal.aborted) words.after(...leaps.map((leap) => this.#leading(leap)));
  }

  /** Fires "leap" (detail: the page to go to). @param {{button: HTMLElement, destination: any}} leap */
  #leading({ button, destination }) {
    button.addEventListener("click", async () => {
      const page = await pageOf(this.pdf, destination);
      if (page) button.dispatchEvent(new CustomEvent("leap", { bubbles: true, detail: page }));
    });
    return button;
  }

  /** Nobody looks here any more: the place stays, what fills it goes. */
  clear() {
    for (const canvas of this.element.querySelectorAll("canvas")) {
      emptied(canvas);
      canvas.remove();
    }
    for (const one of this.element.querySelectorAll(".words, .leap")) one.remove();
    this.#page?.cleanup();
    this.#drawnAt = 0;
    this.#pieces = [];
    this.#text = null;
  }

  /** @param {Marks} marks */
  mark(marks) {
    this.#marks = marks;
    this.#showMarks();
  }

  /** The found words that are looked at, if the page is written. */
  get currentMark() {
    return this.element.querySelector("mark.current");
  }

  #showMarks() {
    const text = this.#text;
    if (!text) return;
    for (const mark of this.element.querySelectorAll("mark")) {
      const piece = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      piece?.normalize();
    }
    // From the last to the first, so that what comes before keeps its place.
    this.#marks.spans.forEach((_, at, all) => this.#showMark(text, all.length - 1 - at));
  }

  /** @param {Folded} text @param {number} which */
  #showMark(text, which) {
    const [begin, end] = this.#marks.spans[which];
    for (const { item, from, to } of text.within(begin, end).reverse()) {
      const words = this.#pieces[item]?.firstChild;
      if (!(words instanceof Text) || from >= to) continue;
      const range = document.createRange();
      range.setStart(words, Math.min(from, words.length));
      range.setEnd(words, Math.min(to, words.length));
      const mark = document.createElement("mark");
      mark.classList.toggle("current", which === this.#marks.current);
      range.surroundContents(mark);
    }
  }
}
