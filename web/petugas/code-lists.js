/** The unit's code lists as menus: on one desk's page there is no room for a tile for each answer. */

import { plain, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/**
 * Fills the menus, in the page's present language; what is chosen stays chosen.
 * @param {HTMLElement} part
 * @param {Unit} unit
 */
export function fillMenus(part, unit) {
  for (const menu of /** @type {NodeListOf<HTMLSelectElement>} */ (part.querySelectorAll("select[data-codes]"))) {
    const entries = unit.said.lists[menu.name].map((/** @type {any} */ one) => ({ code: one.code, words: one.name }));
    fill(menu, [{ code: "", words: plain(sentence("not-said")) }, ...entries]);
  }
  const needs = unit.said.priorities.map((/** @type {string} */ code) => ({ code, words: plain(sentence(`need-${code}`)) }));
  const menu = /** @type {HTMLSelectElement} */ (part.querySelector('select[name="priority"]'));
  fill(menu, [{ code: "", words: plain(sentence("need-none")) }, ...needs]);
}

/** @param {HTMLSelectElement} menu @param {{code: string, words: string}[]} choices */
function fill(menu, choices) {
  const chosen = menu.value;
  menu.replaceChildren(...choices.map(({ code, words }) => new Option(words, code)));
  menu.value = chosen;
}
