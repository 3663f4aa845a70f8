/** The sound of a promise in danger, and its switch. A browser may hold sound back until somebody has pressed something: that is said. */

import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";

const OFF = "bunyi-mati";
const NOTES_HZ = [880, 660, 880];
const NOTE_SECONDS = 0.18;
const LOUDNESS = 0.25;

export class WarningSound extends HTMLElement {
  /** @type {AudioContext | null} */
  #audio = null;
  /** Whether a warning is due that the browser held back. */
  #owed = false;

  connectedCallback() {
    this.#box.checked = this.on;
    this.addEventListener("change", this.#switch);
    document.addEventListener("pointerdown", this.#allow);
    document.addEventListener("keydown", this.#allow);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#switch);
    document.removeEventListener("pointerdown", this.#allow);
    document.removeEventListener("keydown", this.#allow);
    this.#audio?.close();
    this.#audio = null;
  }

  get on() {
    return localStorage.getItem(OFF) === null;
  }

  get #box() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  /** Makes the sound ready, so that what stands in its way shows before it is needed. */
  prepare() {
    if (!this.on) return;
    if (!this.#audio && globalThis.AudioContext) {
      this.#audio = new AudioContext();
      this.#audio.addEventListener("statechange", this.#show);
    }
    this.#show();
  }

  /** Sounds, or will as soon as the browser allows it; "rung" is fired when it does. */
  ring() {
    if (!this.on) return;
    this.prepare();
    this.#owed = true;
    this.#pay();
  }

  #pay() {
    if (!this.#owed || this.#audio?.state !== "running") return;
    this.#owed = false;
    NOTES_HZ.forEach((pitch, place) => note(/** @type {AudioContext} */ (this.#audio), pitch, place * NOTE_SECONDS));
    this.dispatchEvent(new CustomEvent("rung", { bubbles: true }));
  }

  #show = () => {
    const key = this.#audio ? "sound-held-back" : "sound-impossible";
    furnish(this, { words: { held: this.on && this.#audio?.state !== "running" ? sentence(key) : null } });
    this.#pay();
  };

  #allow = () => {
    if (this.#audio?.state === "suspended") this.#audio.resume();
  };

  #switch = () => {
    if (this.#box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
    this.#owed = false;
    if (this.on) this.prepare();
    else this.#show();
  };
}

/** @param {AudioContext} audio @param {number} pitch in Hz @param {number} wait in seconds */
function note(audio, pitch, wait) {
  const [tone, volume, start] = [audio.createOscillator(), audio.createGain(), audio.currentTime + wait];
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
  volume.gain.linearRampToValueAtTime(0, start + NOTE_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + NOTE_SECONDS);
}

customElements.define("warning-sound", WarningSound);
