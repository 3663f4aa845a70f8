/** All answers on one page, each with the way back to its question. */

import { put } from "../bersama/language.js";
import { answersOf } from "./entry.js";

/**
 * Draws the list anew; each button says in `data-change` which field it leads to.
 * @param {Element} list
 * @param {HTMLTemplateElement} template
 * @param {HTMLFormElement} form
 */
export function listAnswers(list, template, form) {
  const lines = answersOf(form).map(({ field, question, answer }) => {
    const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    put(/** @type {Element} */ (line.querySelector("dt")), question);
    put(/** @type {Element} */ (line.querySelector("dd")), answer);
    put(/** @type {Element} */ (line.querySelector(".unseen")), { id: ` ${question.id}`, en: ` ${question.en}` });
    /** @type {HTMLElement} */ (line.querySelector("button")).dataset.change = field;
    return line;
  });
  list.replaceChildren(...lines);
}
