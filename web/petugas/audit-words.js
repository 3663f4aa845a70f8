/** An entry of the audit as a sentence: its codes are named here, and nothing else is in it. */

import { hasSentence, sentence } from "../bersama/language.js";
import { dayWords, periodWords } from "../bersama/period-words.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */

/**
 * @typedef {object} Entry
 * @property {string} at
 * @property {{subject: string, username: string | null, name: string | null}} by
 * @property {string} action
 * @property {string} kind
 * @property {string} id
 * @property {string | null} about what the title, device or person is called now
 * @property {string[]} detail codes
 */

/** @param {Entry} entry @returns {Twins} */
export function auditWords({ action, kind, id, about, detail }) {
  const key = `audit-${action}-${kind}`;
  if (!hasSentence(key)) return sentence("audit-unknown", { action, kind });
  const values = { about: about ?? sentence("audit-nameless"), detail: detailWords(detail) };
  return sentence(key, { ...values, ...daysIn(id) });
}

/** What an id tells of days: "2025-11-25" is one, "2025-01-01.2025-12-31.1" begins with the two that bound a period. @param {string} id */
function daysIn(id) {
  const [from, to] = id.split(".");
  if (!isDay(from)) return {};
  return isDay(to ?? "") ? { period: periodWords({ from, to }) } : { day: dayWords(from) };
}

const isDay = (/** @type {string} */ id) => /^\d{4}-\d\d-\d\d$/.test(id);

/** Codes in words, one after the other; a copy's code stands as it is. @param {string[]} codes @returns {Twins} */
function detailWords(codes) {
  if (codes.length === 0) return sentence("audit-no-code");
  const words = codes.map((code) => (hasSentence(`audit-code-${code}`) ? sentence(`audit-code-${code}`) : { id: code, en: code }));
  return { id: words.map((one) => one.id).join(", "), en: words.map((one) => one.en).join(", ") };
}
