/** Compares a downloaded file with the fingerprints of its consecutive parts, on the visitor's own device. */

import { fileSize } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";

/** @typedef {{size: number, sha256: string}} Part */

export class FileCheck extends HTMLElement {
  /** @type {Part[]} */
  #parts = [];

  connectedCallback() {
    this.addEventListener("change", this.#check);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#check);
  }

  /** What the file must consist of; without parts there is nothing to compare and nothing is offered. @param {Part[] | undefined} parts */
  expect(parts) {
    this.#parts = parts ?? [];
    this.hidden = this.#parts.length === 0;
    const list = /** @type {HTMLElement} */ (this.querySelector(".prints"));
    draw(list, "fingerprint", this.#parts.map((part, place) => ({
      key: String(place),
      words: { size: fileSize(part.size), sha256: part.sha256 },
    })));
  }

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
