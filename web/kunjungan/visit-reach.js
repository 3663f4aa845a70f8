/** What the visitor has agreed to, and taking it back: as easy as it was given (UU 27/2022). */

import { api } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { put, hasSentence, sentence } from "../bersama/language.js";
import { draw } from "../bersama/list.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

export class VisitReach extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;

  connectedCallback() {
    this.addEventListener("sure", this.#withdraw);
    this.#feed?.addEventListener("visit", this.#show);
  }

  disconnectedCallback() {
    this.removeEventListener("sure", this.#withdraw);
    this.#feed?.removeEventListener("visit", this.#show);
  }

  /** @param {VisitFeed} feed @param {Unit} unit */
  use(feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
    feed.addEventListener("visit", this.#show);
    this.#show();
  }

  #show = () => {
    const given = /** @type {string[]} */ (this.#feed?.visit?.reach.consents ?? []);
    this.hidden = given.length === 0 && this.#place("withdrawn").hidden;
    draw(/** @type {Element} */ (this.querySelector("ul")), "given", given.map((code) => ({
      key: code,
      words: { text: this.#textOf(code), phone: this.#numberFor(code), effect: effectOf(code) },
      marks: { consent: code },
    })));
  };

  /** @param {string} code */
  #textOf(code) {
    return this.#unit?.both((said) => said.consents.find((/** @type {any} */ one) => one.code === code)?.text ?? code);
  }

  /** @param {string} code */
  #numberFor(code) {
    const number = code === "contact-whatsapp" && this.#feed?.visit.reach.phone;
    return number ? sentence("own-number", { number }) : null;
  }

  /** @param {Event} event */
  #withdraw = async (event) => {
    const { consent } = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest("[data-consent]")).dataset;
    const trouble = this.#place("trouble");
    trouble.hidden = true;
    try {
      const visit = await api("DELETE", `/visit/consents/${encodeURIComponent(consent ?? "")}`, { token: this.#feed?.token });
      this.#place("withdrawn").hidden = false;
      this.#feed?.take(visit);
    } catch (fault) {
      put(trouble, wordsOf(fault));
      trouble.hidden = false;
    }
  };

  /** @param {string} name */
  #place(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {string} code */
function effectOf(code) {
  return sentence(hasSentence(`effect-${code}`) ? `effect-${code}` : "effect");
}

customElements.define("visit-reach", VisitReach);
