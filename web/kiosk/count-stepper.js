/** A number of people, with a button for one fewer and one for one more. Markup: `<input inputmode="numeric">` between `[data-by]` buttons. */

export const MOST = 500;

export class CountStepper extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("input", this.#tidy);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("input", this.#tidy);
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-by]"));
    if (!button) return;
    this.#input.value = String(Math.min(MOST, Math.max(0, countOf(this.#input.value) + Number(button.dataset.by))));
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /** Nothing but figures stays, and what they come to is said to who cannot see them. */
  #tidy = () => {
    const figures = this.#input.value.replace(/\D/g, "");
    if (figures !== this.#input.value) this.#input.value = figures;
    const told = this.querySelector('[role="status"]');
    if (told) told.textContent = figures;
  };
}

/** People as typed; nothing typed is nobody. @param {FormDataEntryValue | null} typed @returns {number} */
export function countOf(typed) {
  return Number.parseInt(String(typed ?? ""), 10) || 0;
}

customElements.define("count-stepper", CountStepper);
