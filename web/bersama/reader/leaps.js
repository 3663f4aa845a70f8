/** Links inside a publication, as those of its table of contents, made buttons. What leads out of it leads nowhere here. */

import { putTitle } from "../publication-words.js";

/** @typedef {{transform: number[], str: string}} Item a piece of text as PDF.js gives it */

/**
 * @param {any} page of PDF.js
 * @param {Item[]} items the page's text, which names the links
 * @returns {Promise<{button: HTMLElement, destination: any}[]>} buttons over the page, and where in the document each leads
 */
export async function leapsOf(page, items) {
  const links = (await page.getAnnotations()).filter((/** @type {any} */ one) => one.subtype === "Link" && one.dest);
  const viewport = page.getViewport({ scale: 1 });
  return links.map((/** @type {any} */ { rect, dest }) => ({ button: buttonOver(rect, viewport, items), destination: dest }));
}

/** The number of the page to which a destination leads, or null where it leads nowhere. @param {any} pdf @param {any} destination */
export async function pageOf(pdf, destination) {
  const place = typeof destination === "string" ? await pdf.getDestination(destination) : destination;
  if (!Array.isArray(place)) return null;
  const [target] = place;
  return Number.isInteger(target) ? target + 1 : (await pdf.getPageIndex(target)) + 1;
}

/** @param {number[]} rect in points from the page's lower left corner @param {any} viewport @param {Item[]} items */
function buttonOver(rect, viewport, items) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "leap";
  const [x1, y1] = viewport.convertToViewportPoint(rect[0], rect[1]);
  const [x2, y2] = viewport.convertToViewportPoint(rect[2], rect[3]);
  /** @param {number} part @param {number} whole */
  const share = (part, whole) => `${(100 * part) / whole}%`;
  button.style.left = share(Math.min(x1, x2), viewport.width);
  button.style.top = share(Math.min(y1, y2), viewport.height);
  button.style.width = share(Math.abs(x2 - x1), viewport.width);
  button.style.height = share(Math.abs(y2 - y1), viewport.height);
  const name = document.createElement("span");
  name.className = "unseen";
  putTitle(name, wordsWithin(rect, items));
  button.append(name);
  return button;
}

/** @param {number[]} rect @param {Item[]} items */
function wordsWithin([x1, y1, x2, y2], items) {
  const inside = items.filter(({ transform: [, , , , x, y] }) => x >= x1 - 1 && x <= x2 && y >= y1 - 1 && y <= y2);
  const words = inside.map(({ str }) => str).join(" ").replace(/(?:\s*\.){3,}/g, " ").replace(/\s+/g, " ").trim();
  return words || "→";
}
