/** All pages below each other. Only those near the view are drawn; the others are empty places of their size. */

import { DrawQueue } from "./draw-queue.js";
import { followPinch } from "./pinch.js";
import { Sheet } from "./sheet.js";

const SMALLEST = 0.2;
const LARGEST = 8;
const STEP = 1.25;
/** Wider than this (CSS pixels a point) a page is not shown by itself: on a wide screen too little of it would be in sight. */
const COMFORT = 2;
/** The share of a screen's height, above and below it, whose pages are drawn beforehand. */
const NEAR = "60%";

/** Fires "pagechange" (detail: the page's number) and "scalechange" (detail: the scale). */
export class Sheets extends EventTarget {
  /** @type {Sheet[]} */
  #sheets = [];
  #queue = new DrawQueue();
  #scale = 1;
  /** "comfort", "width" or "free": how the scale follows the size of the screen. */
  #fit = "comfort";
  #first = { width: 595, height: 842 };
  current = 1;
  /** @type {Set<Sheet>} */
  #near = new Set();

  /** @param {HTMLElement} view what scrolls @param {HTMLElement} column where the pages stand @param {AbortSignal} signal ends it */
  constructor(view, column, signal) {
    super();
    this.view = view;
    this.column = column;
    this.observer = new IntersectionObserver((seen) => this.#look(seen), { root: view, rootMargin: `${NEAR} 0px` });
    this.resized = new ResizeObserver(() => this.#refit());
    this.resized.observe(view);
    view.addEventListener("scroll", () => this.#follow(), { signal, passive: true });
    column.addEventListener("leap", (event) => this.goTo(/** @type {CustomEvent} */ (event).detail), { signal });
    followPinch(view, () => this.#scale, (scale) => this.#zoom(scale), signal);
    signal.addEventListener("abort", () => this.#end());
  }

  /** @param {any} pdfjs @param {any} pdf @param {any} first its first page */
  fill(pdfjs, pdf, first) {
    this.#first = first.getViewport({ scale: 1 });
    this.#sheets = Array.from({ length: pdf.numPages }, (_, at) => new Sheet(at + 1, pdfjs, pdf));
    for (const sheet of this.#sheets) sheet.size(this.#first);
    this.column.replaceChildren(...this.#sheets.map((sheet) => sheet.element));
    for (const sheet of this.#sheets) this.observer.observe(sheet.element);
    this.#refit();
  }

  get count() {
    return this.#sheets.length;
  }

  get queue() {
    return this.#queue;
  }

  /** @param {number} number @returns {Sheet} */
  sheet(number) {
    return this.#sheets[number - 1];
  }

  /** @param {number} number beyond the ends the first or the last */
  goTo(number) {
    if (this.count === 0) return;
    const wanted = Math.min(Math.max(1, number), this.count);
    this.view.scrollTop = this.sheet(wanted).element.offsetTop - this.#margin();
    this.#turnTo(wanted);
  }

  zoomIn = () => this.#zoom(this.#scale * STEP);

  zoomOut = () => this.#zoom(this.#scale / STEP);

  /** As wide as the screen, from now on. */
  fitWidth = () => {
    this.#fit = "width";
    this.#refit();
  };

  /** Looks at a scale of its own. @param {number} scale */
  #zoom(scale) {
    this.#fit = "free";
    this.#setScale(scale);
  }

  get scale() {
    return this.#scale;
  }

  #refit() {
    if (this.#fit === "free" || this.view.clientWidth === 0) return;
    const width = (this.view.clientWidth - 2 * this.#margin()) / this.#first.width;
    this.#setScale(this.#fit === "width" ? width : Math.min(width, COMFORT));
  }

  /** What is in the middle of the view stays there. @param {number} wanted */
  #setScale(wanted) {
    const scale = Math.min(Math.max(wanted, SMALLEST), LARGEST);
    const { view } = this;
    const sheet = this.#sheets[this.current - 1]?.element;
    const down = sheet ? (view.scrollTop + view.clientHeight / 2 - sheet.offsetTop) / sheet.offsetHeight : 0;
    const across = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    const atTop = view.scrollTop === 0;
    this.#scale = scale;
    this.column.style.setProperty("--scale", String(scale));
    if (sheet && !atTop) view.scrollTop = sheet.offsetTop + down * sheet.offsetHeight - view.clientHeight / 2;
    view.scrollLeft = across * view.scrollWidth - view.clientWidth / 2;
    for (const near of this.#near) this.#draw(near);
    this.dispatchEvent(new CustomEvent("scalechange", { detail: scale }));
  }

  #margin() {
    return Number.parseFloat(getComputedStyle(this.column).paddingTop) || 0;
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #look(seen) {
    for (const { target, isIntersecting } of seen) {
      const sheet = this.sheet(Number(/** @type {HTMLElement} */ (target).dataset.page));
      if (!sheet) continue;
      if (isIntersecting) {
        this.#near.add(sheet);
        this.#draw(sheet);
      } else if (this.#near.delete(sheet)) {
        this.#queue.drop(sheet);
        sheet.clear();
      }
    }
    this.#follow();
  }

  /** @param {Sheet} sheet */
  #draw(sheet) {
    this.#queue.ask(sheet, () => Math.abs(sheet.number - this.current), (signal) => sheet.draw(this.#scale, signal));
  }

  /** The page that takes up most of the view is the one that is read. */
  #follow() {
    const { top, bottom } = this.view.getBoundingClientRect();
    /** @param {Sheet} sheet */
    const share = ({ element }) => {
      const box = element.getBoundingClientRect();
      return Math.min(box.bottom, bottom) - Math.max(box.top, top);
    };
    const read = this.#sheets[this.current - 1];
    if (!read) return;
    const most = [...this.#near].reduce((best, one) => (share(one) > share(best) + 1 ? one : best), read);
    this.#turnTo(most.number);
  }

  /** @param {number} page */
  #turnTo(page) {
    if (page === this.current) return;
    this.current = page;
    this.dispatchEvent(new CustomEvent("pagechange", { detail: page }));
  }

  #end() {
    this.observer.disconnect();
    this.resized.disconnect();
    this.#queue.clear();
    for (const sheet of this.#near) sheet.clear();
    this.#near.clear();
    this.#sheets = [];
    this.column.replaceChildren();
  }
}
