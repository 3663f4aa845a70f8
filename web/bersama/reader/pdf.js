/** PDF.js, fetched when somebody wants to read and not before; the bytes of the file come by ranges, as pages need them. */

import { NetworkLost } from "../api.js";

/** @typedef {import("./ranges.js").Ranges} Ranges */

const PLACE = new URL("../../pdfjs/", import.meta.url).href;

/** This browser is too old for PDF.js. */
export class TooOld extends Error {}

/** @throws {NetworkLost | TooOld} */
export async function loadPdfJs() {
  try {
    return await import(`${PLACE}pdf.min.mjs`);
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw new TooOld("", { cause: fault });
  }
}

/**
 * Opens a document, until the reading ends. Nothing of it is run: no script, no form, no link; WebAssembly is not asked for.
 * @param {any} pdfjs
 * @param {Ranges} ranges
 * @returns {Promise<any>} PDF.js's document
 * @throws {NetworkLost} and what PDF.js says of files that it cannot show
 */
export async function openDocument(pdfjs, ranges) {
  const { signal } = ranges.reading;
  const port = new Worker(`${PLACE}pdf.worker.min.mjs`, { type: "module" });
  const worker = pdfjs.PDFWorker.create({ port });
  const task = pdfjs.getDocument({ ...optionsOf(pdfjs), worker, range: transportOf(pdfjs, ranges) });
  let isOpen = false;
  signal.addEventListener("abort", async () => {
    // What is open gives its fonts back; what is still opening knows no way to end but this.
    if (isOpen) await task.destroy();
    worker.destroy();
    port.terminate();
    pdfjs.TextLayer.cleanup();
  });
  const pdf = await Promise.race([task.promise, brokenOff(port, signal)]);
  isOpen = true;
  return pdf;
}

/** @param {any} pdfjs */
function optionsOf(pdfjs) {
  return {
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    enableXfa: false,
    useWasm: false,
    wasmUrl: `${PLACE}decoders/`,
    cMapUrl: `${PLACE}cmaps/`,
    standardFontDataUrl: `${PLACE}standard_fonts/`,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  };
}

/** @param {any} pdfjs @param {Ranges} ranges */
function transportOf(pdfjs, ranges) {
  const transport = new pdfjs.PDFDataRangeTransport(ranges.reading.size, null);
  transport.requestDataRange = async (/** @type {number} */ begin, /** @type {number} */ end) => {
    try {
      transport.onDataRange(begin, await ranges.bytes(begin, end));
    } catch (fault) {
      if (!ranges.reading.signal.aborted) throw fault;
    }
  };
  return transport;
}

/** Fails when the worker's script cannot be had, or the reading ends. @param {Worker} port @param {AbortSignal} signal @returns {Promise<never>} */
function brokenOff(port, signal) {
  return new Promise((_, reject) => {
    port.addEventListener("error", () => reject(new NetworkLost()));
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
