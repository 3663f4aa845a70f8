/** When something happened or can be done, as it stands in a sentence. */

import { clockTime, dateAndTime, isToday } from "./format.js";
import { sentence } from "./language.js";

/** "pukul 14.05", or with its day where that is not the office's today. @param {string} iso @returns {import("./language.js").Twins} */
export function momentWords(iso) {
  return isToday(iso) ? sentence("clock", { time: clockTime(iso) }) : sentence("day-and-clock", { time: dateAndTime(iso) });
}
