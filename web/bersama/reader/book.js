/** One publication that is being read: lent by the service, opened by PDF.js, and ended as one. */

import { openDocument, loadPdfJs } from "./pdf.js";
import { Ranges } from "./ranges.js";
import { Reading } from "./reading.js";

/** @typedef {{pdfjs: any, pdf: any, first: any}} Opened PDF.js, the document and its first page */

/** Fires what Reading and Ranges fire: "making", "trouble", "well". */
export class Book extends EventTarget {
  #end = new AbortController();
  /** @type {Ranges | null} */
  #ranges = null;

  /** @param {string} token of the visit @param {string} publication its id */
  constructor(token, publication) {
    super();
    this.reading = this.#passedOn(new Reading(token, publication, this.signal), "making");
  }

  /** Ends with the book. */
  get signal() {
    return this.#end.signal;
  }

  /** @returns {Promise<Opened>} @throws whatever the service or PDF.js refuses; asking again may help */
  async open() {
    const [pdfjs] = await Promise.all([loadPdfJs(), this.reading.open()]);
    this.signal.throwIfAborted();
    this.#ranges = this.#passedOn(new Ranges(this.reading), "trouble", "well");
    const pdf = await openDocument(pdfjs, this.#ranges);
    return { pdfjs, pdf, first: await pdf.getPage(1) };
  }

  /** Asks for missing bytes now. */
  again() {
    this.#ranges?.again();
  }

  end() {
    this.#end.abort();
  }

  /**
   * @template {EventTarget} T
   * @param {T} source @param {string[]} names of its events, which become the book's
   */
  #passedOn(source, ...names) {
    for (const name of names) {
      source.addEventListener(name, (event) => this.dispatchEvent(new CustomEvent(name, { detail: /** @type {CustomEvent} */ (event).detail })));
    }
    return source;
  }
}
