/** What is held about the visitor: to be seen, downloaded, corrected and erased (UU 27/2022). Fires "dataerased". */

import { api } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { dateAndTime } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { rowsOf } from "./own-data-words.js";
import "./own-data-form.js";

/** @typedef {import("./own-data-form.js").OwnDataForm} OwnDataForm */

const LATER_MS = 1000;

export class OwnData extends HTMLElement {
  #token = "";
  /** @type {any} */
  #held = null;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("sure", this.#erase);
    this.addEventListener("datacorrected", this.#corrected);
    document.addEventListener("languagechange", this.#again);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("sure", this.#erase);
    this.removeEventListener("datacorrected", this.#corrected);
    document.removeEventListener("languagechange", this.#again);
  }

  /** @param {string} token of the visit */
  open(token) {
    this.#token = token;
    furnish(this, { words: { said: null } });
    this.#again();
  }

  /** In the present language: the names of what was chosen come from the service. */
  #again = async () => {
    if (!this.#token) return;
    try {
      this.#show(await api("GET", "/visit/data", { token: this.#token }));
    } catch (fault) {
      furnish(this, { words: { loading: null, trouble: wordsOf(fault) } });
    }
  };

  /** @param {any} held */
  #show(held) {
    this.#held = held;
    for (const [name, rows] of Object.entries(rowsOf(held))) {
      draw(this.#place(`[data-list="${name}"]`), "held", rows);
      this.querySelector(`[data-part="${name}"]`)?.toggleAttribute("hidden", rows.length === 0);
    }
    const until = held.kept_until.contact;
    const kept = until ? sentence("held-contact-until", { until: dateAndTime(until) }) : sentence("held-contact-gone");
    const feedback = held.feedback_given ? sentence("held-feedback") : null;
    furnish(this, { words: { loading: null, trouble: null, "contact-kept": kept, feedback } });
    /** @type {OwnDataForm} */ (this.#place("own-data-form")).use(held, this.#token);
    this.#place('[data-part="all"]').hidden = false;
  }

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "download") save(this.#held);
  };

  /** @param {Event} event */
  #corrected = (event) => {
    this.#show(/** @type {CustomEvent} */ (event).detail);
    furnish(this, { words: { said: sentence("own-saved") } });
  };

  #erase = async () => {
    furnish(this, { words: { trouble: null } });
    try {
      await api("DELETE", "/visit/data", { token: this.#token });
    } catch (fault) {
      furnish(this, { words: { trouble: wordsOf(fault) } });
      return;
    }
    this.#token = "";
    this.#held = null;
    this.dispatchEvent(new CustomEvent("dataerased", { bubbles: true }));
    this.remove();
  };

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** Hands the data over as a file. @param {unknown} held */
function save(held) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: "application/json" }));
  link.download = "data-saya.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LATER_MS);
}

customElements.define("own-data", OwnData);
