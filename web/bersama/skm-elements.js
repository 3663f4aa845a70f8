/** The nine elements of the satisfaction survey: their names, and their means as bars from 1 (not good) to 4 (very good). */

import { barChart } from "./bar-chart.js";
import { number } from "./format.js";
import { sentence } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

const AXIS = { lowest: 1, highest: 4, marks: [1, 2, 3, 4] };

/** "U3 Waktu penyelesaian". @param {string} code @returns {Twins} */
export function elementWords(code) {
  return sentence("element", { code, name: sentence(code) });
}

/** @param {Record<string, {nrr: number | null}>} elements @param {import("./chart.js").Space} space */
export function elementsChart(elements, space) {
  const lowest = lowestOf(Object.values(elements).map(({ nrr }) => nrr));
  const bars = Object.entries(elements).map(([code, { nrr }]) => {
    const least = nrr !== null && nrr === lowest;
    return { name: elementWords(code), value: nrr, words: meanWords(nrr, least), look: least ? "bar lowest" : "bar" };
  });
  return barChart({ name: sentence("elements-name"), bars, axis: AXIS }, space);
}

/** The mean that all others exceed, or null where all are alike. @param {(number | null)[]} all */
function lowestOf(all) {
  const means = all.filter((nrr) => nrr !== null);
  const lowest = Math.min(...means);
  return means.some((nrr) => nrr > lowest) ? lowest : null;
}

/** @param {number | null} nrr @param {boolean} least @returns {Twins} */
function meanWords(nrr, least) {
  if (nrr === null) return { id: "–" };
  return least ? sentence("lowest", { n: number(nrr, 2) }) : number(nrr, 2);
}
