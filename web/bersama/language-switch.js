/** The switch between Indonesian and English. Markup: two `<button data-language="id|en">` in a `role="group"`. */

import { language, setLanguage } from "./language.js";

export class LanguageSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#choose);
    document.addEventListener("languagechange", this.#mark);
    this.#mark();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#choose);
    document.removeEventListener("languagechange", this.#mark);
  }

  /** @param {Event} event */
  #choose = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.language) setLanguage(button.dataset.language);
  };

  #mark = () => {
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language()));
    }
  };
}

customElements.define("language-switch", LanguageSwitch);
