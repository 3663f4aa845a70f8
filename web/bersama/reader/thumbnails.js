/** All pages small, to choose from; drawn while they are in sight of their list. */

import { say } from "../language.js";
import { drawn, emptied } from "./draw-queue.js";

/** @typedef {import("./sheets.js").Sheets} Sheets */

const WIDTH = 120;
/** Behind every page of the book that is looked at. */
const LATER = 100000;

/** Fires "pagechosen" (detail: the page's number). */
export class Thumbnails extends EventTarget {
  /** @type {Sheets | null} */
  #sheets = null;
  /** @type {any} */
  #pdf = null;

  /** @param {HTMLElement} panel with a list @param {HTMLElement} opener the button that opens it */
  constructor(panel, opener) {
    super();
    this.panel = panel;
    this.opener = opener;
    this.list = /** @type {HTMLElement} */ (panel.querySelector("ol"));
    this.observer = new IntersectionObserver((seen) => this.#look(seen), { root: this.list, rootMargin: "30% 0px" });
    this.list.addEventListener("click", (event) => this.#press(event));
  }

  /** @param {Sheets} sheets @param {any} pdf @param {AbortSignal} signal */
  use(sheets, pdf, signal) {
    this.#sheets = sheets;
    this.#pdf = pdf;
    sheets.addEventListener("pagechange", () => this.#follow(), { signal });
    if (this.isOpen) this.#fill();
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open() {
    this.panel.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.#fill();
    this.#button(this.#sheets?.current ?? 1)?.focus();
  }

  close() {
    this.panel.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.#empty();
  }

  /** Nothing of the book stays. */
  clear() {
    this.close();
    this.#sheets = null;
    this.#pdf = null;
  }

  #fill() {
    if (!this.#sheets || this.list.childElementCount > 0) return;
    this.list.append(...Array.from({ length: this.#sheets.count }, (_, at) => this.#line(at + 1)));
    for (const button of this.list.querySelectorAll("button")) this.observer.observe(button);
    this.#follow();
  }

  #empty() {
    for (const button of this.list.querySelectorAll("button")) this.#blank(button);
    this.observer.disconnect();
    this.list.replaceChildren();
  }

  /** @param {number} number */
  #line(number) {
    const [line, button, paper, words] = ["li", "button", "span", "span"].map((name) => document.createElement(name));
    button.setAttribute("type", "button");
    button.dataset.page = String(number);
    paper.className = "paper";
    say(words, "page-n", { n: number });
    button.append(paper, words);
    line.append(button);
    return line;
  }

  #follow() {
    if (!this.isOpen || !this.#sheets) return;
    this.list.querySelector('[aria-current="true"]')?.removeAttribute("aria-current");
    const now = this.#button(this.#sheets.current);
    now?.setAttribute("aria-current", "true");
    if (!this.list.contains(document.activeElement)) now?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} page */
  #button(page) {
    return /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-page="${page}"]`));
  }

  /** @param {Event} event */
  #press(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-page]"));
    if (button) this.dispatchEvent(new CustomEvent("pagechosen", { detail: Number(button.dataset.page) }));
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #look(seen) {
    for (const { target, isIntersecting } of seen) {
      const button = /** @type {HTMLElement} */ (target);
      if (isIntersecting) this.#sheets?.queue.ask(button, () => LATER + button.offsetTop, (signal) => this.#draw(button, signal));
      else this.#blank(button);
    }
  }

  /** @param {HTMLElement} button @param {AbortSignal} signal */
  async #draw(button, signal) {
    const paper = button.querySelector(".paper");
    if (!paper || paper.firstChild) return;
    const page = await this.#pdf.getPage(Number(button.dataset.page));
    const { width } = page.getViewport({ scale: 1 });
    if (signal.aborted) return;
    const canvas = await drawn(page, (WIDTH / width) * Math.min(devicePixelRatio, 2), signal);
    if (!signal.aborted) paper.replaceChildren(canvas);
  }

  /** @param {HTMLElement} button */
  #blank(button) {
    this.#sheets?.queue.drop(button);
    const canvas = button.querySelector("canvas");
    if (canvas) emptied(canvas);
    canvas?.remove();
  }
}
