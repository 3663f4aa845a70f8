/** Asks once more before what cannot be taken back, or may do harm. */

import { furnish } from "../bersama/list.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */

export class SureDialog extends HTMLElement {
  /** @param {{question: Twins, words: Twins, yes: Twins}} doubt @returns {Promise<boolean>} */
  ask(doubt) {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
    furnish(dialog, { words: doubt });
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  }
}

customElements.define("sure-dialog", SureDialog);
