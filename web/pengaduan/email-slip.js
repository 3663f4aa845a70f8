/**
 * An email address with a likely slip of the pen: the one that was probably meant is offered, or the present one called right.
 * Markup: `[data-part="suggestion"]` with `button[data-suggested]` and `button[data-confirm-email]`, beside `input[name="email"]`.
 */

import { suggestedIn } from "../bersama/address-slip.js";
import { ProblemError } from "../bersama/api.js";
import { put, sentence } from "../bersama/language.js";

export class EmailSlip {
  /** @type {string | null} an address that was called right */
  #confirmed = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** What the body says about the address. */
  get body() {
    return this.#confirmed !== null && this.#confirmed === this.#input.value.trim() ? { email_confirmed: true } : {};
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector('input[name="email"]'));
  }

  get #offer() {
    return /** @type {HTMLElement} */ (this.root.querySelector('[data-part="suggestion"]'));
  }

  /** Offers what a refusal suggests, and words it in both languages. @param {unknown} fault @param {import("../bersama/error-summary.js").Complaint[]} complaints */
  offer(fault, complaints) {
    const address = fault instanceof ProblemError ? suggestedIn(fault) : null;
    const slip = complaints.find((one) => one.field === "email");
    this.#offer.hidden = !(address && slip);
    if (!address || !slip) return;
    slip.words = sentence("did-you-mean", { address });
    const button = /** @type {HTMLElement} */ (this.root.querySelector("[data-suggested]"));
    button.dataset.suggested = address;
    put(button, sentence("use-address", { address }));
  }

  /** Does what one of its buttons says; false for any other button. @param {HTMLElement} button */
  settle({ dataset }) {
    if (dataset.suggested) this.#input.value = dataset.suggested;
    else if ("confirmEmail" in dataset) this.#confirmed = this.#input.value.trim();
    else return false;
    this.#offer.hidden = true;
    return true;
  }

  forget() {
    this.#confirmed = null;
    this.#offer.hidden = true;
  }
}
