/** Why a publication cannot be read, and what to do next. */

import { NetworkLost, ProblemError } from "../api.js";
import { wordsOf } from "../faults.js";
import { sentence } from "../language.js";
import { TooOld } from "./pdf.js";

/** @typedef {import("../language.js").Twins} Twins */

/** What PDF.js says of a file that it cannot show. */
const BROKEN = ["InvalidPDFException", "PasswordException", "UnknownErrorException", "FormatError"];
/** What to do about a refusal; the service's own words say it where there is nothing here. @type {Record<string, string | null>} */
const ADVICE = {
  "publication-not-ready": "reader-elsewhere",
  "unknown-publication": "reader-other",
  "visit-finished": "reader-ended",
  "unknown-visit": "reader-ended",
  "too-many-readings": null,
};

/**
 * @param {unknown} fault
 * @returns {{words: Twins, advice: Twins | null, again: boolean}} `again`: whether another try can help
 * @throws what is neither the service's, the network's nor the file's
 */
export function troubleOf(fault) {
  if (fault instanceof NetworkLost) return { words: wordsOf(fault), advice: null, again: true };
  if (fault instanceof TooOld) return { words: sentence("reader-too-old"), advice: sentence("reader-elsewhere"), again: false };
  if (fault instanceof Error && BROKEN.includes(fault.name)) {
    return { words: sentence("reader-broken"), advice: sentence("reader-elsewhere"), again: false };
  }
  if (fault instanceof ProblemError && fault.status < 500 && fault.status !== 429) {
    const advice = fault.code in ADVICE ? ADVICE[fault.code] : "reader-ask";
    return { words: wordsOf(fault), advice: advice ? sentence(advice) : null, again: false };
  }
  return { words: wordsOf(fault), advice: sentence("reader-later"), again: true };
}
