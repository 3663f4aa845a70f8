/** An act that cannot be taken back asks first. Markup: `[data-ask]`, and a hidden block with `[data-yes]` and `[data-no]`. Fires "sure". */

export class SureButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    if ("ask" in button.dataset) this.#open(true);
    else this.#open(false);
    if ("yes" in button.dataset) this.dispatchEvent(new CustomEvent("sure", { bubbles: true }));
  };

  /** @param {boolean} yes */
  #open(yes) {
    const ask = /** @type {HTMLElement} */ (this.querySelector("[data-ask]"));
    const block = /** @type {HTMLElement} */ (this.querySelector(".banner"));
    ask.hidden = yes;
    block.hidden = !yes;
    (yes ? /** @type {HTMLElement} */ (block.querySelector("[data-no]")) : ask).focus();
  }
}

customElements.define("sure-button", SureButton);
