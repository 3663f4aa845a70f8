/**
 * Asks for a new link in place of one that has expired: it goes to the address of the old one only. Fires "renewed"
 * (detail: the masked address) and, where the copy cannot be had any more, "renewalrefused" (detail: the refusal).
 */

import { ProblemError, api } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { put, sentence } from "../bersama/language.js";
import { linkToken } from "./token.js";

/** @typedef {import("../bersama/faults.js").Complaint} Complaint */

/** The link or its copy has come to its end. */
const ENDED = [403, 404, 410];

export class LinkRenewal extends HTMLElement {
  #sending = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#sending) return;
    this.#clear();
    const email = this.#input.value.trim();
    if (!email) return this.#complain({ field: "email", words: sentence("field-email-required") });
    this.#sending = true;
    try {
      const { sent_to } = await api("POST", "/links/renew", { body: { token: linkToken(), email } });
      this.#input.value = "";
      this.#tell("renewed", sent_to);
    } catch (fault) {
      if (fault instanceof ProblemError && ENDED.includes(fault.status)) this.#tell("renewalrefused", fault);
      else this.#complain(complaintsOf(fault)[0]);
    }
    this.#sending = false;
    return undefined;
  };

  /** @param {string} what @param {unknown} detail */
  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, detail }));
  }

  /** @param {Complaint} complaint */
  #complain({ field, words }) {
    const isOfField = field === "email";
    const place = this.#place(isOfField ? ".fault" : '[data-part="trouble"]');
    put(place, words);
    place.hidden = false;
    if (!isOfField) return;
    this.#place(".field").classList.add("faulty");
    this.#input.setAttribute("aria-invalid", "true");
    this.#input.focus();
  }

  #clear() {
    this.#place(".field").classList.remove("faulty");
    this.#input.removeAttribute("aria-invalid");
    for (const selector of [".fault", '[data-part="trouble"]']) this.#place(selector).hidden = true;
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("link-renewal", LinkRenewal);
