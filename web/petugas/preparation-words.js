/** How far the preparation of a publication's file is, in words. */

import { number } from "../bersama/format.js";
import { hasSentence, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {{step: string, done: number, of: number}} Progress */

/** "Sedang disiapkan: halaman 120 dari 359". @param {Progress | null | undefined} progress @returns {Twins} */
export function preparationWords(progress) {
  const key = `preparation-${progress?.step}`;
  if (!progress || !hasSentence(key)) return sentence("publication-preparing");
  return sentence(key, { done: number(progress.done), of: number(progress.of) });
}
