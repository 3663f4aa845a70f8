/** Nobody's answers stay on a screen that nobody stands at: after a minute it asks, after twenty seconds more it clears. */

import { say } from "../bersama/language.js";

export const IDLE_MS = 60000;
export const WARNING_SECONDS = 20;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

/** Watches while `start()`ed; fires "idle" when nobody answered. */
export class IdleGuard extends EventTarget {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #countdown;
  #watching = false;

  /** @param {HTMLDialogElement} dialog with a paragraph for the seconds and a button */
  constructor(dialog) {
    super();
    this.dialog = dialog;
    dialog.querySelector("button")?.addEventListener("click", () => this.#stay());
    dialog.addEventListener("cancel", () => this.#stay());
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, this.#alive, { passive: true, capture: true });
  }

  start() {
    this.#watching = true;
    this.#wait();
  }

  stop() {
    this.#watching = false;
    clearTimeout(this.#timer);
    this.#closeWarning();
  }

  #alive = () => {
    if (this.#watching && !this.dialog.open) this.#wait();
  };

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#warn(), IDLE_MS);
  }

  #warn() {
    const until = Date.now() + WARNING_SECONDS * 1000;
    this.#tell(WARNING_SECONDS);
    this.dialog.showModal();
    this.#countdown = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) this.#tell(left);
      else this.#giveUp();
    }, 1000);
  }

  /** @param {number} seconds */
  #tell(seconds) {
    const words = this.dialog.querySelector("p");
    if (words) say(words, "idle-left", { n: seconds });
  }

  #stay() {
    this.#closeWarning();
    this.#wait();
  }

  #closeWarning() {
    clearInterval(this.#countdown);
    if (this.dialog.open) this.dialog.close();
  }

  #giveUp() {
    this.stop();
    this.dispatchEvent(new Event("idle"));
  }
}
