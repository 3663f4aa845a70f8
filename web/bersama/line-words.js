/** A place in line in words. */

import { sentence } from "./language.js";

/** @param {number} ahead people before this one @returns {import("./language.js").Twins} */
export function aheadWords(ahead) {
  if (ahead <= 1) return sentence(`ahead-${ahead}`);
  return sentence("ahead-n", { n: ahead });
}
