/** Announces calls one after the other: a flash and the number at once, with chime and voice where the page may be heard. */

import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { AnnouncementQueue } from "./announcement-queue.js";
import { CHIME, PIECES, spokenCall } from "./spoken.js";
import { Voice } from "./voice.js";

/** @typedef {import("./call-board.js").Call} Call */

const SILENT_MS = 5000;
const SETTLED_AFTER_MS = 1500;
const TRY_AGAIN_MS = 60000;

/**
 * Tells "announcing" ({call, times}), "said" ({call, time, pieces}: once per saying that was heard) and "announced" ({call}).
 * What it needs in the page: a place "sound" and the sentences "sound-off" and "sound-partial".
 */
export class CallAnnouncer extends HTMLElement {
  /** What the unit calls its desks. @type {string | undefined} */
  place;
  /** The call that is being announced. @type {Call | null} */
  current = null;
  #queue = new AnnouncementQueue();
  #voice = new Voice();
  #touched = false;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  connectedCallback() {
    this.#voice.addEventListener("change", this.#heed);
    document.addEventListener("pointerup", this.#wake);
    document.addEventListener("keydown", this.#wake);
    this.#voice.wake();
    this.#prepare();
    this.#timers[0] = setTimeout(this.#settle, SETTLED_AFTER_MS);
  }

  disconnectedCallback() {
    this.#voice.removeEventListener("change", this.#heed);
    document.removeEventListener("pointerup", this.#wake);
    document.removeEventListener("keydown", this.#wake);
    this.#timers.forEach(clearTimeout);
    this.#voice.close();
  }

  /** Takes up an answer of the board. @param {Call[]} calls newest first @param {string} asOf ISO 8601 */
  hear(calls, asOf) {
    this.#queue.hear(calls, asOf);
    if (!this.current) this.#work();
  }

  async #work() {
    for (let next = this.#queue.next(); next; next = this.#queue.next()) {
      this.current = next.call;
      this.#report("announcing", next);
      try {
        await this.#announce(next.call, next.times);
      } finally {
        this.current = null;
        this.#report("announced", { call: next.call });
      }
    }
  }

  /** Never cut off, but not said again once staff have taken the call back. @param {Call} call @param {number} times */
  async #announce(call, times) {
    for (let time = 1; time <= times; time += 1) {
      if (time > 1 && this.#queue.isTakenBack(call)) return;
      await this.#say(call, time);
      this.#queue.tell(call);
    }
  }

  /** What cannot be said is shown as long; a number with a gap in it would send the wrong one. @param {Call} call @param {number} time */
  async #say(call, time) {
    const words = spokenCall(call, this.place);
    const chime = time === 1 ? [CHIME] : [];
    const pieces = words && (await this.#voice.say([...chime, ...words]));
    if (pieces) return this.#report("said", { call, time, pieces });
    await this.#voice.say(chime);
    await pause(SILENT_MS);
  }

  /** @param {string} name @param {object} detail */
  #report(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #wake = () => {
    if (this.#voice.isOn) return;
    this.#touched = true;
    this.#voice.wake();
  };

  /** A touch that turned the sound on is answered by the chime. */
  #heed = () => {
    this.#showSign();
    if (!this.#touched || !this.#voice.isOn) return;
    this.#touched = false;
    this.#voice.say([CHIME]);
  };

  async #prepare() {
    await this.#voice.prepare(PIECES);
    if (!this.#voice.isWhole) this.#timers[1] = setTimeout(() => this.#prepare(), TRY_AGAIN_MS);
  }

  #settle = () => {
    this.dataset.settled = "";
    this.#showSign();
  };

  /** A browser takes a moment to let a page be heard: no sign before that. */
  #showSign() {
    if (!("settled" in this.dataset)) return;
    const sign = !this.#voice.isOn ? "sound-off" : this.#voice.isWhole ? null : "sound-partial";
    furnish(this, { words: { sound: sign && sentence(sign) } });
  }
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

customElements.define("call-announcer", CallAnnouncer);
