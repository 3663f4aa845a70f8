/** A place in line in words: who is ahead, and about how long it takes. */

import { sentence } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

/** @param {number} ahead people before this one @returns {Twins} */
export function aheadWords(ahead) {
  if (ahead <= 1) return sentence(`ahead-${ahead}`);
  return sentence("ahead-n", { n: ahead });
}

/** @param {number | null | undefined} minutes the service's estimate, in steps of five; nothing where it has none @returns {Twins | null} */
export function estimateWords(minutes) {
  if (minutes === null || minutes === undefined) return null;
  return minutes === 0 ? sentence("estimate-soon") : sentence("estimate", { minutes });
}

/** Both in one line. @param {{ahead: number, estimate_minutes?: number | null}} ticket @returns {Twins} */
export function placeWords({ ahead, estimate_minutes: minutes }) {
  const [place, wait] = [aheadWords(ahead), estimateWords(minutes)];
  return wait ? { id: `${place.id} ${wait.id}`, en: `${place.en} ${wait.en}` } : place;
}
