/** A figure: its chart, and the same figures in a table behind it, which is open on paper. */

import { language, put } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {import("./chart.js").Space} Space */

/**
 * @typedef {object} Figure what an element with `.chart`, `.empty` and a table in `details` shows; `data-space` on or around it tells its room
 * @property {(space: Space) => SVGElement} chart drawn anew when the language or the space changes
 * @property {Twins[]} heads of the table behind it
 * @property {(Twins | string)[][]} rows the first cell is the row's name; without rows it says that there is nothing
 */

/** Where a wide chart would be too small to read. */
export const NARROW = matchMedia("(max-width: 40rem)");

/** @param {HTMLElement} place its heading becomes the table's name @param {Figure} figure */
export function showFigure(place, { chart, heads, rows }) {
  const drawn = rows.length > 0;
  place.querySelector(".chart")?.replaceChildren(...(drawn ? [chart(spaceOf(place))] : []));
  place.querySelector(".empty")?.toggleAttribute("hidden", drawn);
  place.querySelector("details")?.toggleAttribute("hidden", !drawn);
  fill(/** @type {HTMLTableElement} */ (place.querySelector("table")), heads, rows);
  nameTable(place, /** @type {HTMLElement} */ (place.querySelector("h2")));
}

/** A wide table scrolls on a phone, and whoever uses the keyboard comes into it by this name. @param {HTMLElement} place @param {HTMLElement} title */
function nameTable(place, title) {
  place.querySelector("caption")?.replaceChildren(...title.cloneNode(true).childNodes);
  place.querySelector(".behind")?.setAttribute("aria-label", (title.querySelector(`[lang="${language()}"]`) ?? title).textContent ?? "");
}

/** @param {HTMLElement} place @returns {Space} */
function spaceOf(place) {
  if (NARROW.matches) return "narrow";
  const told = /** @type {HTMLElement | null} */ (place.closest("[data-space]"))?.dataset.space;
  return /** @type {Space | undefined} */ (told) ?? "wide";
}

/** @param {HTMLTableElement} table @param {Twins[]} heads @param {(Twins | string)[][]} rows */
function fill(table, heads, rows) {
  table.tHead?.rows[0].replaceChildren(...heads.map((words, place) => cell("th", words, { scope: "col", place })));
  table.tBodies[0].replaceChildren(...rows.map((row) => {
    const made = document.createElement("tr");
    made.append(...row.map((words, place) => (place === 0 ? cell("th", words, { scope: "row", place }) : cell("td", words, { place }))));
    return made;
  }));
}

/** @param {"th" | "td"} kind @param {Twins | string} words @param {{scope?: string, place: number}} where */
function cell(kind, words, { scope, place }) {
  const made = document.createElement(kind);
  if (scope) made.setAttribute("scope", scope);
  if (place > 0) made.className = "figure";
  put(made, words);
  return made;
}

/** Opens the tables of an element while it is printed: on paper nothing can be unfolded. @param {Element} root @returns {() => void} ends it */
export function unfoldForPrint(root) {
  /** @type {HTMLDetailsElement[]} */
  let unfolded = [];
  const unfold = () => {
    unfolded = [...root.querySelectorAll("details")].filter((table) => !table.open);
    for (const table of unfolded) table.open = true;
  };
  const fold = () => {
    for (const table of unfolded) table.open = false;
    unfolded = [];
  };
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);
  return () => {
    window.removeEventListener("beforeprint", unfold);
    window.removeEventListener("afterprint", fold);
  };
}
