/** A dialog that asks for little: what it sends either closes it, or is answered inside it with what stands in the way. */

import { wordsOf } from "../bersama/faults.js";
import { furnish } from "../bersama/list.js";
import { isRefused } from "./staff.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */

export class SmallDialog extends HTMLElement {
  #busy = false;

  get dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  show() {
    this.complain(null);
    if (!this.dialog.open) this.dialog.showModal();
  }

  close() {
    this.dialog.close();
  }

  /** @param {Twins | null} trouble */
  complain(trouble) {
    furnish(this.dialog, { words: { trouble } });
  }

  /**
   * Does one thing at a time; says whether it was done.
   * @param {() => Promise<unknown>} work @param {(fault: unknown) => Twins} [refusal] @returns {Promise<boolean>}
   */
  async send(work, refusal = wordsOf) {
    if (this.#busy) return false;
    this.#busy = true;
    this.complain(null);
    try {
      await work();
      return true;
    } catch (fault) {
      if (isRefused(fault)) this.close();
      else this.complain(refusal(fault));
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
