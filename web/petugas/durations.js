/** Spans of time in words: nobody at a desk counts seconds. */

import { sentence } from "../bersama/language.js";

/** "6 menit", "1 jam 5 menit". @param {number} seconds @returns {import("../bersama/language.js").Twins} */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return sentence("less-than-a-minute");
  if (minutes === 1) return sentence("minute");
  if (minutes < 60) return sentence("minutes", { n: minutes });
  return sentence("hours-minutes", { hours: Math.floor(minutes / 60), n: minutes % 60 });
}
