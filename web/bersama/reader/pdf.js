/** PDF.js, fetched when somebody wants to read and not before; the bytes of the file come by ranges, as pages need them. */

import { NetworkLost } from "../api.js";

/** @typedef {import("./ranges.js").Ranges} Ranges */

const PLACE = new URL("../../pdfjs/", import.meta.url).href;

/** This browser is too old for PDF.js. */
export class TooOld extends Error {}

/** @throws {NetworkLost | TooOld} */
export async function loadPdfJs() {
  try {
    const pdfjs = await import(`${PLACE}pdf.min.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = `${PLACE}pdf.worker.min.mjs`;
    return pdfjs;
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw new TooOld("", { cause: fault });
  }
}

/**
 * Begins to open a document. Nothing of it is run: no script, no form, no link; WebAssembly is not asked for.
 * @param {any} pdfjs
 * @param {Ranges} ranges
 * @returns {any} PDF.js's loading task: `promise` is the document, `destroy()` ends worker and document
 */
export function openDocument(pdfjs, ranges) {
  const transport = new pdfjs.PDFDataRangeTransport(ranges.reading.size, null);
  transport.requestDataRange = async (/** @type {number} */ begin, /** @type {number} */ end) => {
    try {
      transport.onDataRange(begin, await ranges.bytes(begin, end));
    } catch (fault) {
      if (!ranges.reading.signal.aborted) throw fault;
    }
  };
  return pdfjs.getDocument({
    range: transport,
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    enableXfa: false,
    useWasm: false,
    wasmUrl: `${PLACE}decoders/`,
    cMapUrl: `${PLACE}cmaps/`,
    standardFontDataUrl: `${PLACE}standard_fonts/`,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
}
