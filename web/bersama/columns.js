/** Columns on a common ground: the scale of whole figures beside them, and the place of each. */

import { number } from "./format.js";
import { plain } from "./language.js";
import { shape, text } from "./chart.js";

/** @typedef {{left: number, right: number, top: number, bottom: number}} Ground where columns stand, in the chart's units */
/** @typedef {{step: number, top: number}} Scale */

const MOST_LINES = 5;

/** The step between lines: 1, 2 or 5 times a power of ten, so that there are few of them. @param {number} most visits in the tallest column */
function stepFor(most) {
  for (let power = 1; ; power *= 10) {
    const step = [1, 2, 5].map((one) => one * power).find((one) => most / one <= MOST_LINES);
    if (step) return step;
  }
}

/** The scale of a chart whose tallest column has `most` visits. @param {number} most */
export function scaleOf(most) {
  const step = stepFor(Math.max(most, 1));
  return { step, top: Math.ceil(Math.max(most, 1) / step) * step };
}

/** @param {Ground} ground @param {Scale} scale @param {number} visits @returns {number} y of so many visits */
export function heightOf({ top, bottom }, scale, visits) {
  return bottom - (visits / scale.top) * (bottom - top);
}

/** Lines and figures of the scale. @param {Ground} ground @param {Scale} scale @returns {SVGElement[]} */
export function scaleLines(ground, scale) {
  /** @type {SVGElement[]} */
  const lines = [];
  for (let visits = 0; visits <= scale.top; visits += scale.step) {
    const y = heightOf(ground, scale, visits);
    lines.push(shape("line", { x1: ground.left, x2: ground.right, y1: y, y2: y, class: "grid" }));
    lines.push(text(plain(number(visits)), { x: ground.left - 8, y, "text-anchor": "end", class: "axis" }));
  }
  return lines;
}

/** The room of one of `count` columns: its left edge and its width. @param {Ground} ground @param {number} count @param {number} place */
export function roomOf({ left, right }, count, place) {
  const width = (right - left) / count;
  return { x: left + place * width, width };
}
