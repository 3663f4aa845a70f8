/** The nine elements of the survey as bars, from 1 (not good) to 4 (very good), the figure beside each. */

import { number } from "../bersama/format.js";
import { plain, sentence } from "../bersama/language.js";
import { picture, shape, text } from "./chart.js";

/** @typedef {{code: string, nrr: number | null}} Bar */

const [WIDTH, ROW, TOP, LEFT, RIGHT] = [800, 34, 26, 372, 110];
const [LOWEST, HIGHEST] = [1, 4];
const SPAN = WIDTH - LEFT - RIGHT;
/** A mean of 1 is seen as a bar too. */
const LEAST = 2;

/** @param {Bar[]} bars @returns {SVGElement} in the page's present language */
export function skmChart(bars) {
  const height = TOP + bars.length * ROW + 6;
  const chart = picture(WIDTH, height, plain(sentence("chart-name")));
  for (let mark = LOWEST; mark <= HIGHEST; mark += 1) chart.append(...gridLine(mark, height));
  const lowest = lowestOf(bars);
  bars.forEach((bar, place) => chart.append(...row(bar, TOP + place * ROW, bar.nrr !== null && bar.nrr === lowest)));
  return chart;
}

/** The mean that all others exceed, or null where all are alike. @param {Bar[]} bars */
function lowestOf(bars) {
  const means = bars.map((bar) => bar.nrr).filter((nrr) => nrr !== null);
  const lowest = Math.min(...means);
  return means.some((nrr) => nrr > lowest) ? lowest : null;
}

/** @param {number} mark @param {number} height */
function gridLine(mark, height) {
  const x = LEFT + ((mark - LOWEST) / (HIGHEST - LOWEST)) * SPAN;
  return [
    shape("line", { x1: x, x2: x, y1: TOP - 4, y2: height - 4, class: "grid" }),
    text(String(mark), { x, y: TOP - 10, "text-anchor": "middle", class: "axis" }),
  ];
}

/** @param {Bar} bar @param {number} y @param {boolean} lowest */
function row({ code, nrr }, y, lowest) {
  const middle = y + ROW / 2;
  const label = plain(sentence("element", { code, name: sentence(code) }));
  const name = text(label, { x: LEFT - 12, y: middle, "text-anchor": "end", class: "name" });
  const length = nrr === null ? 0 : Math.max(LEAST, ((nrr - LOWEST) / (HIGHEST - LOWEST)) * SPAN);
  const look = lowest ? "bar lowest" : "bar";
  const bar = shape("rect", { x: LEFT, y: y + 6, width: length, height: ROW - 12, rx: 3, class: look });
  const figure = nrr === null ? "–" : plain(number(nrr, 2));
  const words = lowest ? `${figure} ${plain(sentence("lowest"))}` : figure;
  return [name, bar, text(words, { x: LEFT + length + 8, y: middle, class: "value" })];
}
