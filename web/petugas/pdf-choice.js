/** What can be said about a chosen file before it is sent: the service looks closer. */

import { fileSize } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */

/** As the service's own limit for masters. */
const MOST_BYTES = 100 * 1024 * 1024;
const BEGINNING = 1024;

/** What is wrong with a file, or null. A PDF says so within its first kilobyte. @param {File} file @returns {Promise<Twins | null>} */
export async function complaintAbout(file) {
  if (file.size === 0) return sentence("file-empty");
  if (file.size > MOST_BYTES) return sentence("file-too-big", { size: fileSize(file.size) });
  const beginning = await file.slice(0, BEGINNING).text();
  return beginning.includes("%PDF-") ? null : sentence("file-not-pdf");
}
