/** The office's kiosks; a new one gets an address with its token in it, shown this once. */

import { newKey } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { date } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */

export class KioskList extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
  }

  async enter() {
    try {
      this.#show((await ask("GET", "/kiosks?limit=100")).items);
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
    }
  }

  /** A token is not left on a screen that nobody looks at. */
  rest() {
    this.#hide();
  }

  /** Where the device may be opened. @param {"kiosk" | "board"} page */
  #address(page) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`#${page}-address`));
  }

  get #name() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#kiosk-name"));
  }

  /** @param {{kiosk_id: string, name: string, created_at: string}[]} kiosks */
  #show(kiosks) {
    furnish(this, { words: { trouble: null } });
    draw(this.#part("list"), "kiosk-row", kiosks.map((kiosk) => ({
      key: kiosk.kiosk_id,
      words: { name: kiosk.name, since: sentence("kiosk-since", { when: date(kiosk.created_at) }) },
    })));
    this.#part("none").hidden = kiosks.length > 0;
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    const summary = /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
    summary.clear();
    const name = this.#name.value.trim();
    const page = titleOf(/** @type {Element} */ (this.closest("[data-screen]")));
    if (!name) {
      summary.show([{ field: "name", words: sentence("field-name-required") }], page);
      return;
    }
    this.#busy = true;
    try {
      this.#reveal(await ask("POST", "/kiosks", { body: { name }, key: newKey() }));
      await this.enter();
    } catch (fault) {
      if (!isRefused(fault)) summary.show(complaintsOf(fault), page);
    }
    this.#busy = false;
  };

  /** @param {{name: string, token: string}} kiosk */
  #reveal({ name, token }) {
    furnish(this, { words: { registered: sentence("kiosk-registered", { name }), copied: null } });
    this.#address("kiosk").value = new URL(`../kiosk/#${token}`, location.href).href;
    this.#address("board").value = new URL(`../papan/#${token}`, location.href).href;
    this.#name.value = "";
    this.#part("registered").hidden = false;
    this.#part("registered").focus();
  }

  /** @param {Event} event */
  #press = (event) => {
    const { action, copies } = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {};
    if (copies) this.#copy(/** @type {HTMLInputElement} */ (document.getElementById(copies)));
    if (action === "hide") this.#hide();
  };

  /** @param {HTMLInputElement} address */
  async #copy(address) {
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
      furnish(this, { words: { copied: sentence("copied") } });
    } catch {
      furnish(this, { words: { copied: sentence("copy-by-hand") } });
    }
  }

  #hide() {
    this.#address("kiosk").value = "";
    this.#address("board").value = "";
    this.#part("registered").hidden = true;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

customElements.define("kiosk-list", KioskList);
