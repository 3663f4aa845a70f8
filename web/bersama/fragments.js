/** Pieces of HTML that several pages share, or that would make one page too long: fetched once, before anything starts. */

import { NetworkLost } from "./api.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

/**
 * Fills `<div data-fragment="file.html">` with that file's content, in place of the div: every one of the page, or those
 * that a selector names. `data-later` leaves one until it is named.
 * @param {string} [selector]
 * @returns {Promise<void>}
 * @throws {NetworkLost} when a piece cannot be had; what came stays, so that another try fetches the rest
 */
export async function loadFragments(selector = "[data-fragment]:not([data-later])") {
  await Promise.all([...document.querySelectorAll(selector)].map(fill));
}

/** Fills the page before it starts, however long the network takes to let it. */
export async function loadPage() {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      await loadFragments();
      return;
    } catch (fault) {
      if (!(fault instanceof NetworkLost)) throw fault;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** @param {Element} place */
async function fill(place) {
  const response = await fetched(/** @type {HTMLElement} */ (place).dataset.fragment ?? "");
  const parsed = new DOMParser().parseFromString(`<body>${await response.text()}`, "text/html");
  place.replaceWith(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
}

/** @param {string} file @throws {NetworkLost} */
async function fetched(file) {
  try {
    const response = await fetch(file);
    if (response.ok) return response;
  } catch {
    throw new NetworkLost();
  }
  throw new NetworkLost();
}
