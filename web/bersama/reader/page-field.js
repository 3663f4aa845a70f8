/** Which page is read, of how many: its number can be typed, and beside it are the buttons to the one before and the one after. */

import { number } from "../format.js";
import { say } from "../language.js";

/** @typedef {import("./sheets.js").Sheets} Sheets */

export class PageField {
  /** @type {Sheets | null} */
  #sheets = null;

  /** @param {HTMLElement} group */
  constructor(group) {
    this.group = group;
    this.input = /** @type {HTMLInputElement} */ (group.querySelector("input"));
    this.input.addEventListener("change", () => this.#enter());
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#sheets?.view.focus();
    });
  }

  /** @param {Sheets} sheets @param {AbortSignal} signal */
  use(sheets, signal) {
    this.#sheets = sheets;
    sheets.addEventListener("pagechange", () => this.#tell(), { signal });
    say(this.#of(), "page-of", { n: number(sheets.count) });
    this.#tell();
  }

  /** Nothing of the publication stays. */
  clear() {
    this.#sheets = null;
    this.input.value = "";
    this.#of().replaceChildren();
  }

  #enter() {
    const wanted = Number.parseInt(this.input.value, 10);
    if (wanted > 0) this.#sheets?.goTo(wanted);
    this.#tell();
  }

  #tell() {
    if (!this.#sheets) return;
    const { current, count } = this.#sheets;
    this.input.value = String(current);
    this.#button("previous").setAttribute("aria-disabled", String(current === 1));
    this.#button("next").setAttribute("aria-disabled", String(current === count));
  }

  #of() {
    return /** @type {Element} */ (this.group.querySelector('[data-part="of"]'));
  }

  /** @param {string} way */
  #button(way) {
    return /** @type {Element} */ (this.group.querySelector(`[data-do="${way}"]`));
  }
}
