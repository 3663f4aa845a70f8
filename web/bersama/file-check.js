/** Compares a downloaded file with the fingerprints of its consecutive parts, on the visitor's own device. */

import { fileSize } from "./format.js";
import { draw, furnish, stamp } from "./list.js";
import { sentence } from "./language.js";

/** @typedef {{size: number, sha256: string}} Part */

let count = 0;

export class FileCheck extends HTMLElement {
  /** @type {Part[]} */
  #parts = [];

  connectedCallback() {
    this.addEventListener("change", this.#check);
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#check);
    this.removeEventListener("click", this.#copy);
  }

  #build() {
    this.append(stamp("file-check"));
    const [label, input] = [/** @type {HTMLLabelElement} */ (this.querySelector("label")), /** @type {HTMLElement} */ (this.querySelector("input"))];
    count += 1;
    label.htmlFor = input.id = `file-${count}`;
    /** @type {HTMLElement} */ (this.querySelector("[data-copy]")).hidden = !navigator.clipboard;
  }

  /** What the file must consist of; without parts there is nothing to compare and nothing is offered. @param {Part[] | undefined} parts */
  expect(parts) {
    this.#parts = parts ?? [];
    this.hidden = this.#parts.length === 0;
    if (this.hidden) return;
    if (this.childElementCount === 0) this.#build();
    const list = /** @type {HTMLElement} */ (this.querySelector(".prints"));
    draw(list, "fingerprint", this.#parts.map((part, place) => ({
      key: String(place),
      words: { size: fileSize(part.size), sha256: part.sha256 },
    })));
  }

  /** @param {Event} event */
  #copy = async (event) => {
    if (!(/** @type {HTMLElement} */ (event.target).closest("[data-copy]"))) return;
    try {
      await navigator.clipboard.writeText(this.#parts.map((part) => part.sha256).join("\n"));
      furnish(this, { words: { copied: sentence("copied") } });
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
    }
  };

  #check = async () => {
    const file = /** @type {HTMLInputElement} */ (this.querySelector("input")).files?.[0];
    if (!file) return;
    try {
      const whole = await consistsOf(file, this.#parts);
      this.#tell(whole ? "whole" : "differs", whole ? "good" : "bad");
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      this.#tell("unreadable", "bad");
    }
  };

  /** @param {string} key @param {string} kind */
  #tell(key, kind) {
    furnish(this, { words: { verdict: sentence(key) } });
    const verdict = /** @type {HTMLElement} */ (this.querySelector('[data-slot="verdict"]'));
    verdict.className = `banner ${kind}`;
  }
}

/** @param {File} file @param {Part[]} parts @returns {Promise<boolean>} */
async function consistsOf(file, parts) {
  if (parts.reduce((sum, part) => sum + part.size, 0) !== file.size) return false;
  let start = 0;
  for (const part of parts) {
    const piece = await file.slice(start, start + part.size).arrayBuffer();
    if (hex(await crypto.subtle.digest("SHA-256", piece)) !== part.sha256.toLowerCase()) return false;
    start += part.size;
  }
  return true;
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("file-check", FileCheck);
