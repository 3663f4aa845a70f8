/** At which desk one works, and for which services: asked once a day and kept for it. */

import { draw } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { officeDay } from "./office-time.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./staff.js").Member} Member */
/** @typedef {{desk: string, services: string[]}} Post where somebody works */

export class DeskChoice extends HTMLElement {
  /** @type {string} */
  #place = "";

  connectedCallback() {
    this.addEventListener("submit", this.#choose);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#choose);
  }

  /** The post that was chosen today, if any. @param {Member} member @param {Unit} unit @returns {Post | null} */
  kept(member, unit) {
    this.#place = `loket ${unit.said.code} ${member.username}`;
    const kept = JSON.parse(localStorage.getItem(this.#place) ?? "null");
    if (kept?.day !== officeDay(unit.said.zone)) return null;
    return member.desks.includes(kept.desk) ? { desk: kept.desk, services: kept.services } : null;
  }

  /** Asks. @param {Member} member @param {Unit} unit @param {Post | null} present */
  offer(member, unit, present) {
    this.dataset.day = officeDay(unit.said.zone);
    /** @type {string[]} */
    const codes = unit.said.services.map((/** @type {{code: string}} */ one) => one.code);
    this.#draw(".desks", "choice-desk", member.desks.map((desk) => ({ key: desk, words: { words: sentence("desk", { desk }) } })));
    this.#draw(".services", "choice-service", codes.map((code) => ({ key: code, words: { words: unit.service(code) } })));
    for (const box of this.#inputs("desk")) box.checked = box.value === present?.desk || member.desks.length === 1;
    for (const box of this.#inputs("services")) box.checked = !present || present.services.includes(box.value);
    this.hidden = false;
  }

  /** @param {string} list @param {string} template @param {import("../bersama/list.js").Row[]} rows */
  #draw(list, template, rows) {
    const target = /** @type {HTMLElement} */ (this.querySelector(list));
    draw(target, template, rows);
    for (const choice of /** @type {HTMLElement[]} */ ([...target.children])) {
      const box = /** @type {HTMLInputElement} */ (choice.querySelector("input"));
      box.value = choice.dataset.key ?? "";
      box.id = `${box.name}-${box.value}`;
    }
  }

  /** @param {string} name @returns {HTMLInputElement[]} */
  #inputs(name) {
    return [.../** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll(`input[name="${name}"]`))];
  }

  /** @param {Event} event */
  #choose = (event) => {
    event.preventDefault();
    const desk = this.#inputs("desk").find((box) => box.checked)?.value;
    const services = this.#inputs("services").filter((box) => box.checked).map((box) => box.value);
    const missing = [desk ? null : "desk", services.length > 0 ? null : "services"].filter((field) => field !== null);
    const summary = /** @type {import("../bersama/error-summary.js").ErrorSummary} */ (this.querySelector("error-summary"));
    if (!desk || missing.length > 0) {
      const page = /** @type {Element} */ (this.closest("[data-screen]"));
      summary.show(missing.map((field) => ({ field, words: sentence(`field-${field}-required`) })), titleOf(page));
      return;
    }
    summary.clear();
    localStorage.setItem(this.#place, JSON.stringify({ day: this.dataset.day, desk, services }));
    this.hidden = true;
    this.dispatchEvent(new CustomEvent("postchosen", { bubbles: true, detail: { desk, services } }));
  };
}

customElements.define("desk-choice", DeskChoice);
