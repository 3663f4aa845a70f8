/** Named figures as bars, one below the other, the figure beside each. */

import { number } from "./format.js";
import { plain } from "./language.js";
import { picture, shape, text } from "./chart.js";
import { scaleOf } from "./columns.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {{name: Twins, value: number | null, words?: Twins, look?: string, beside?: number | null}} Bar `beside`: another figure, as a line across it */
/** @typedef {import("./chart.js").Space} Space */
/** @typedef {{left: number, row: number, bar: number, longest: number, y: number, above: boolean, placeOf: (value: number) => number}} Room of one bar */

/**
 * @typedef {object} Bars
 * @property {Twins} name for who hears the chart
 * @property {Bar[]} bars
 * @property {{lowest: number, highest: number, marks: number[]}} [axis] by default from nothing to the largest
 */

const TOP = 26;
/** The lowest mark is seen as a bar too; nothing is not. */
const LEAST = 2;
/** Where the names stand above their bars, `left` is no room for them. */
const ROOMS = {
  wide: { width: 800, left: 372, right: 110, row: 34, bar: 22, longest: 44 },
  half: { width: 600, left: 12, right: 70, row: 46, bar: 18, longest: 66 },
  narrow: { width: 440, left: 12, right: 84, row: 50, bar: 20, longest: 48 },
};

/**
 * @param {Bars} drawn
 * @param {Space} space where it is little, the names stand above their bars
 * @returns {SVGElement} in the page's present language
 */
export function barChart({ name, bars, axis = axisFor(bars) }, space) {
  const room = ROOMS[space];
  const height = TOP + bars.length * room.row + 6;
  const span = room.width - room.left - room.right;
  const placeOf = (/** @type {number} */ value) => room.left + ((value - axis.lowest) / (axis.highest - axis.lowest)) * span;
  const chart = picture(room.width, height, plain(name));
  for (const mark of axis.marks) chart.append(...gridLine(mark, placeOf(mark), height));
  bars.forEach((bar, place) => chart.append(...drawnBar(bar, { ...room, y: TOP + place * room.row, placeOf, above: space !== "wide" })));
  return chart;
}

/** @param {Bar[]} bars */
function axisFor(bars) {
  const { top, step } = scaleOf(Math.max(0, ...bars.map(({ value }) => value ?? 0)));
  return { lowest: 0, highest: top, marks: Array.from({ length: Math.round(top / step) + 1 }, (_, place) => place * step) };
}

/** @param {number} mark @param {number} x @param {number} height */
function gridLine(mark, x, height) {
  return [
    shape("line", { x1: x, x2: x, y1: TOP - 4, y2: height - 4, class: "grid" }),
    text(plain(number(mark)), { x, y: TOP - 12, "text-anchor": "middle", class: "axis" }),
  ];
}

/** @param {Bar} bar @param {Room} room */
function drawnBar({ name, value, words, look = "bar", beside = null }, room) {
  const y = room.above ? room.y + room.row - room.bar - 4 : room.y + (room.row - room.bar) / 2;
  const middle = y + room.bar / 2;
  const length = value ? Math.max(LEAST, room.placeOf(value) - room.left) : 0;
  const end = Math.max(room.left + length, beside === null ? 0 : room.placeOf(beside));
  const place = room.above ? { x: room.left, y: y - 12 } : { x: room.left - 12, y: middle, "text-anchor": "end" };
  const figure = words ?? (value === null ? { id: "–" } : number(value));
  return [
    text(shortened(plain(name), room.longest), { ...place, class: "name" }),
    shape("rect", { x: room.left, y, width: length, height: room.bar, rx: 3, class: look }),
    ...(beside === null ? [] : [shape("line", { x1: room.placeOf(beside), x2: room.placeOf(beside), y1: y - 3, y2: y + room.bar + 3, class: "beside" })]),
    text(plain(figure), { x: end + 8, y: middle, class: "value" }),
  ];
}

/** The whole name stands in the table behind. @param {string} name @param {number} longest */
function shortened(name, longest) {
  return name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name;
}
