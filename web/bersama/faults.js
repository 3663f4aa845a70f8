/** What a refusal or a lost connection means to the person in front of the page. */

import { NetworkLost, ProblemError } from "./api.js";
import { hasSentence, sentence } from "./language.js";
import { momentWords } from "./moment-words.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {import("./error-summary.js").Complaint} Complaint */

/**
 * The complaints behind an error. The page's own sentences come first, for they exist in both languages:
 * "field-<field>-<code>", then "fault-<code>"; else the service's words in the language they came in.
 * Needs the sentences "fault-network", "fault-busy" ({seconds}) and "fault-server".
 * @param {unknown} fault
 * @returns {Complaint[]}
 */
export function complaintsOf(fault) {
  if (fault instanceof NetworkLost) return [{ words: sentence("fault-network") }];
  if (!(fault instanceof ProblemError)) throw fault;
  if (fault.errors.length > 0) return fault.errors.map((one) => ({ field: one.field, words: fieldWords(one, fault.language) }));
  return [{ words: problemWords(fault) }];
}

/** One sentence for an error that is not about fields. @param {unknown} fault @returns {Twins} */
export function wordsOf(fault) {
  return complaintsOf(fault)[0].words;
}

/** @param {import("./api.js").Fault} fault @param {string} language @returns {Twins} */
function fieldWords(fault, language) {
  const key = `field-${fault.field}-${fault.code}`;
  return hasSentence(key) ? sentence(key) : { [language]: fault.detail };
}

/** Refusals that mean hours: the service's own words say what to do instead of waiting, and the page until when. */
const SAID = ["too-many-sends", "too-many-sends-today", "too-many-messages", "whatsapp-budget-spent"];

/** @param {ProblemError} fault @returns {Twins} */
function problemWords(fault) {
  const key = `fault-${fault.code}`;
  if (hasSentence(key)) return sentence(key);
  if (SAID.includes(fault.code) && fault.title) return saidWords(fault);
  if (fault.status === 429 || fault.status === 503) return sentence("fault-busy", { seconds: fault.retryAfter ?? 30 });
  if (fault.status >= 500 || !fault.title) return sentence("fault-server");
  return { [fault.language]: fault.title };
}

/** @param {ProblemError} fault @returns {Twins} */
function saidWords({ title, language, retryAfter }) {
  if (retryAfter === null || !hasSentence("fault-again")) return { [language]: title };
  const time = momentWords(new Date(Date.now() + retryAfter * 1000).toISOString());
  return { [language]: `${title} ${sentence("fault-again", { time })[/** @type {"id" | "en"} */ (language)]}` };
}
