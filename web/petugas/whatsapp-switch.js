/** Messages by WhatsApp: whether they go, in which way, how many of this month's are left, and the switch. */

import { wordsOf } from "../bersama/faults.js";
import { dateAndTime, number } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {{on: boolean, off_since: string | null, way: "number" | "hand", sent: number, budget: number}} State */

export class WhatsAppSwitch extends HTMLElement {
  #on = true;

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  async enter() {
    furnish(this, { words: { said: null } });
    await this.#ask(() => ask("GET", "/channels/whatsapp"));
  }

  rest() {}

  /** @param {Event} event */
  #press = async (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const on = !this.#on;
    const done = await this.#ask(() => ask("POST", "/channels/whatsapp", { body: { on } }));
    button.removeAttribute("aria-disabled");
    if (done) furnish(this, { words: { said: sentence(on ? "whatsapp-now-on" : "whatsapp-now-off") } });
  };

  /** @param {() => Promise<State>} asking @returns {Promise<boolean>} whether there was an answer */
  async #ask(asking) {
    try {
      this.#show(await asking());
      return true;
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
      return false;
    }
  }

  /** @param {State} state */
  #show({ on, off_since: since, way, sent, budget }) {
    this.#on = on;
    const paid = way === "number";
    furnish(this, {
      words: {
        state: sentence(on ? "whatsapp-on" : "whatsapp-off"),
        since: since ? sentence("whatsapp-off-since", { when: dateAndTime(since) }) : null,
        way: sentence(`whatsapp-by-${way}`),
        count: paid ? sentence("whatsapp-count", { sent: number(sent), budget: number(budget) }) : null,
        act: sentence(on ? "whatsapp-turn-off" : "whatsapp-turn-on"),
        trouble: null,
      },
    });
    const tag = /** @type {HTMLElement} */ (this.querySelector(".tag"));
    tag.classList.toggle("good", on);
    tag.classList.toggle("bad", !on);
    const meter = /** @type {HTMLMeterElement} */ (this.querySelector("meter"));
    [meter.hidden, meter.max, meter.high, meter.value] = [!paid, budget, 0.8 * budget, sent];
    /** @type {HTMLElement} */ (this.querySelector("[data-part=known]")).hidden = false;
  }
}

customElements.define("whatsapp-switch", WhatsAppSwitch);
