/** One-letter shortcuts of the desk, their list, and the switch that turns them off (WCAG 2.1.4). */

const OFF = "pintasan-mati";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";

export class KeyHelp extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#press);
    this.addEventListener("change", this.#switch);
    this.#box.checked = this.#on;
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#press);
    this.removeEventListener("change", this.#switch);
  }

  get #box() {
    return /** @type {HTMLInputElement} */ (this.querySelector('[data-action="use-keys"]'));
  }

  get #on() {
    return localStorage.getItem(OFF) === null;
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  open() {
    this.#dialog.showModal();
  }

  #switch = () => {
    if (this.#box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
  };

  /** Tells its area which letter was pressed: "shortcut", with the lower-case letter. @param {KeyboardEvent} event */
  #press = (event) => {
    const elsewhere = this.closest("[hidden]") !== null || document.querySelector("dialog[open]") !== null;
    const meantOtherwise = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    const typing = event.target instanceof Element && event.target.matches(TYPING);
    if (elsewhere || meantOtherwise || typing || !this.#on) return;
    this.dispatchEvent(new CustomEvent("shortcut", { bubbles: true, detail: event.key.toLowerCase() }));
  };
}

customElements.define("key-help", KeyHelp);
