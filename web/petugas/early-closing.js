/** Until when the office receives visitors today, and closing earlier than its hours say. */

import { complaintsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { officeTime, todayAt } from "./office-time.js";
import { SmallDialog } from "./small-dialog.js";
import { ask } from "./staff.js";

/** @typedef {{early: {closes_at: string, reason: string | null, by: string | null} | null, open: boolean, opens_at: string | null, closes_at: string | null}} Closing */

const HALF_AN_HOUR_MS = 30 * 60 * 1000;

export class EarlyClosing extends SmallDialog {
  /** @type {Closing | null} */
  #closing = null;
  #zone = "";
  /** @type {string | null | undefined} until when the queue said that the office is open */
  #known;
  /** @type {{now: number}} the service's time, in ms */
  #clock = { now: 0 };

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
  }

  /** Asks how it stands, where the queue says that it has changed. @param {string | null} closesAt @param {string} zone @param {{now: number}} clock */
  async follow(closesAt, zone, clock) {
    [this.#zone, this.#clock] = [zone, clock];
    if (this.#known === closesAt) return;
    this.#known = closesAt;
    if (await this.send(async () => this.#take(await ask("GET", "/closing")))) return;
    furnish(this, { words: { hours: hoursWords({ open: closesAt !== null, closes_at: closesAt }) } });
  }

  get #time() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#closing-time"));
  }

  get #reason() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#closing-reason"));
  }

  /** @param {Closing} closing */
  #take(closing) {
    this.#closing = closing;
    const { early } = closing;
    furnish(this, {
      words: { hours: early ? null : hoursWords(closing), early: early ? earlyWords(early) : null },
      marks: { early: early ? "" : null },
    });
    /** @type {HTMLElement} */ (this.querySelector('[value="keep"]')).hidden = !early;
    this.hidden = false;
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("[data-opens]")) this.#open();
  };

  #open() {
    const early = this.#closing?.early;
    const proposed = early ? Date.parse(early.closes_at) : this.#clock.now + HALF_AN_HOUR_MS;
    this.#time.value = officeTime(this.#zone, proposed);
    this.#reason.value = early?.reason ?? "";
    this.show();
  }

  /** @param {SubmitEvent} event */
  #submit = async (event) => {
    const wanted = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value;
    if (wanted === "leave") return;
    event.preventDefault();
    if (wanted !== "keep" && !this.#time.value) {
      this.complain(sentence("field-closes_at-required"));
      this.#time.focus();
      return;
    }
    const done = await this.send(
      async () => this.#take(await (wanted === "keep" ? ask("DELETE", "/closing") : this.#close())),
      (fault) => complaintsOf(fault)[0].words,
    );
    if (done) this.close();
  };

  /** @returns {Promise<Closing>} */
  #close() {
    const reason = this.#reason.value.trim();
    const closes_at = todayAt(this.#time.value, this.#zone, this.#clock.now);
    return ask("POST", "/closing", { body: reason ? { closes_at, reason } : { closes_at } });
  }
}

/** @param {{open: boolean, closes_at: string | null}} closing */
function hoursWords({ open, closes_at: closes }) {
  return open && closes ? sentence("open-until", { time: clockTime(closes) }) : sentence("closed-now");
}

/** @param {{closes_at: string, reason: string | null, by: string | null}} early */
function earlyWords({ closes_at: at, reason, by }) {
  const words = { time: clockTime(at), who: by ?? "–", reason: reason ?? "" };
  return sentence(reason ? "closes-early-because" : "closes-early", words);
}

customElements.define("early-closing", EarlyClosing);
