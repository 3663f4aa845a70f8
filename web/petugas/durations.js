/** Spans of time in words: nobody at a desk counts seconds, but for the last minute. */

import { sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */

/** "6 menit", "1 jam 5 menit". @param {number} seconds @returns {Twins} */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return sentence("less-than-a-minute");
  if (minutes === 1) return sentence("minute");
  if (minutes < 60) return sentence("minutes", { n: minutes });
  return sentence("hours-minutes", { hours: Math.floor(minutes / 60), n: minutes % 60 });
}

/** "3 menit", and "42 detik" within the last minute. @param {number} seconds @returns {Twins} */
export function countdown(seconds) {
  return seconds < 60 ? sentence("seconds", { n: seconds }) : duration(seconds);
}

/** "2 menit 35 detik", for what is watched. @param {number} seconds @returns {Twins} */
export function exactly(seconds) {
  if (seconds < 60) return countdown(seconds);
  return sentence("minutes-seconds", { minutes: duration(seconds - (seconds % 60)), n: seconds % 60 });
}
