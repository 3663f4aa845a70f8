/** One screen of a page at a time. Markup: `<section data-screen="start"><h1 tabindex="-1">…</h1>…</section>`. */

import { setTitle } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

export class Screens {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.current = "";
  }

  /** @param {string} name @returns {HTMLElement} */
  section(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-screen="${name}"]`));
  }

  /** Shows a screen, names the document after its heading and puts the reader there. @param {string} name */
  show(name) {
    for (const one of this.root.querySelectorAll("[data-screen]")) one.toggleAttribute("hidden", one !== this.section(name));
    this.current = name;
    this.root.ownerDocument.body.dataset.showing = name;
    arriveAt(this.section(name));
    this.root.dispatchEvent(new CustomEvent("screenshown", { detail: name }));
  }
}

/** Makes the heading of a part the document's title and the place where reading goes on. @param {Element} part */
export function arriveAt(part) {
  setTitle(titleOf(part));
  const heading = /** @type {HTMLElement | null} */ (part.querySelector("h1"));
  window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

/** The words of a part's heading, in both languages, followed by the service's name. @param {Element} part @returns {Twins} */
export function titleOf(part) {
  const heading = part.querySelector("h1");
  /** @param {string} code */
  const words = (code) => {
    const twin = heading?.querySelector(`[lang="${code}"]`) ?? heading;
    return `${twin?.textContent?.trim().replace(/\s+/g, " ") ?? ""} – Loket Pustaka`;
  };
  return { id: words("id"), en: words("en") };
}
