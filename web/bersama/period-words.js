/** Days, months and periods in words, in both languages. */

import { date } from "./format.js";
import { sentence } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

/** "1 November 2025" of "2025-11-01": a moment within the day, whatever the office's zone. @param {string} day */
export function dayWords(day) {
  return date(`${day}T04:00:00Z`);
}

/** "1 November 2025 sampai 25 November 2025": sentence `period`. @param {{from: string, to: string}} days */
export function periodWords({ from, to }) {
  return sentence("period", { from: dayWords(from), to: dayWords(to) });
}

/** "November 2025", or "Nov 25" where there is little room. @param {string} key "2025-11" @param {"long" | "short"} month @returns {Twins} */
export function monthWords(key, month) {
  const when = new Date(`${key}-01T00:00:00Z`);
  const year = month === "long" ? "numeric" : "2-digit";
  /** @param {string} locale */
  const words = (locale) => new Intl.DateTimeFormat(locale, { month, year, timeZone: "UTC" }).format(when);
  return { id: words("id-ID"), en: words("en-GB") };
}
