/** Tells whoever works in another area what waits for the desk: in the menu, beside the queue, and once in words. */

import { number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { put, sentence } from "../bersama/language.js";
import { briefOf } from "./desk-words.js";
import { altogether, endOf } from "./disk-words.js";

/** @typedef {import("./desk-words.js").Caller} Caller */
/** @typedef {import("./disk-run.js").DiskRun} DiskRun */

export class DeskNotice extends HTMLElement {
  /** @type {Set<string>} deliveries that were told of */
  #known = new Set();
  #ended = true;

  connectedCallback() {
    document.addEventListener("desktasks", this.#follow);
    document.addEventListener("diskrun", this.#followDisk);
  }

  disconnectedCallback() {
    document.removeEventListener("desktasks", this.#follow);
    document.removeEventListener("diskrun", this.#followDisk);
  }

  /** @param {Event} event */
  #follow = (event) => {
    /** @type {Caller[]} */
    const callers = /** @type {CustomEvent} */ (event).detail;
    const count = callers.reduce((sum, one) => sum + one.disks.length + one.messages.length + one.failures.length, 0);
    furnish(/** @type {HTMLElement} */ (document.querySelector("nav")), { words: {
      pending: count > 0 ? String(count) : null,
      "pending-words": count > 0 ? sentence("desk-pending") : null,
    } });
    draw(/** @type {HTMLElement} */ (this.querySelector("ul")), "desk-line", callers.map((caller) => (
      { key: caller.key, words: { numbers: caller.numbers, brief: briefOf(caller) } })));
    /** @type {HTMLElement} */ (this.querySelector('[data-part="waits"]')).hidden = count === 0;
    this.#appear();
    this.#announce(callers);
  };

  /** What came since the last answer. @param {Caller[]} callers */
  #announce(callers) {
    const fresh = callers.filter((one) => idsOf(one).some((id) => !this.#known.has(id)));
    this.#known = new Set(callers.flatMap(idsOf));
    if (fresh.length === 0) return;
    const numbers = fresh.map((one) => one.numbers).join(", ");
    put(/** @type {Element} */ (document.getElementById("desk-news")), sentence("desk-news", { numbers, n: number(fresh.length) }));
  }

  /** A disk is written on while somebody is served. @param {Event} event */
  #followDisk = (event) => {
    /** @type {DiskRun | null} */
    const run = /** @type {CustomEvent} */ (event).detail;
    const words = run?.running ? altogether(run) : run ? endOf(run).words : null;
    furnish(this, { words: { disk: words } });
    if (run && !run.running && !this.#ended && words) put(/** @type {Element} */ (document.getElementById("desk-news")), words);
    this.#ended = !run?.running;
    this.#appear();
  };

  #appear() {
    const waits = !(/** @type {HTMLElement} */ (this.querySelector('[data-part="waits"]')).hidden);
    this.hidden = !waits && /** @type {HTMLElement} */ (this.querySelector('[data-slot="disk"]')).hidden;
  }
}

/** @param {Caller} caller */
function idsOf({ disks, messages, failures }) {
  return [...disks, ...messages, ...failures].map((one) => one.delivery_id);
}

customElements.define("desk-notice", DeskNotice);
