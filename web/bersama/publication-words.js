/** What a publication is, in words: year, pages, size, shelf, and whether there is a digital copy. */

import { fileSize, number } from "./format.js";
import { put, say, sentence } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

const TONE = { ready: "good", preparing: "heed", none: "plain" };

/** "Terbit 2024 · 359 halaman · 4,2 MB". @param {any} publication @returns {Twins} */
export function factsOf(publication) {
  const facts = [sentence("year", { year: publication.year })];
  if (publication.pages) facts.push(sentence("pages", { n: number(publication.pages) }));
  if (publication.size_bytes) facts.push(fileSize(publication.size_bytes));
  return { id: facts.map((one) => one.id).join(" · "), en: facts.map((one) => one.en).join(" · ") };
}

/** Fills the places of a publication's card or page. @param {Element} root @param {any} publication */
export function showFacts(root, publication) {
  put(/** @type {Element} */ (root.querySelector(".facts-line")), factsOf(publication));
  const digital = /** @type {HTMLElement} */ (root.querySelector('[data-part="digital"]'));
  digital.className = `tag ${TONE[/** @type {keyof typeof TONE} */ (publication.digital)]}`;
  say(digital, `digital-${publication.digital}`);
  const shelf = /** @type {HTMLElement} */ (root.querySelector('[data-part="shelf"]'));
  shelf.hidden = !publication.shelf;
  if (publication.shelf) say(shelf, "shelf", { shelf: publication.shelf });
}

/** Puts a title, which exists in its own language only, into an element. @param {Element} place @param {string} title */
export function putTitle(place, title) {
  put(place, { id: title });
}
