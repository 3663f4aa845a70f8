/** Days, months or hours as columns, perhaps of several parts on top of each other; the figure above each where it fits. */

import { plain } from "./language.js";
import { picture, shape, text } from "./chart.js";
import { heightOf, roomOf, scaleLines, scaleOf } from "./columns.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {import("./chart.js").Space} Space */
/** @typedef {import("./columns.js").Ground} Ground */
/** @typedef {import("./columns.js").Scale} Scale */
/** @typedef {Ground & {x: number, width: number}} Room of one column */
/** @typedef {{short: Twins, parts: number[], figure?: Twins | null}} Column its name, its parts from the ground up, what stands above it */

/**
 * @typedef {object} Columns
 * @property {Twins} name for who hears the chart
 * @property {Column[]} columns
 * @property {{look: string, words: Twins}[]} [parts] what the parts are, where there are several
 * @property {number} [nameRoom] how wide a name is
 * @property {Scale} [scale] by default as high as the tallest column
 */

const WIDTHS = { wide: 860, half: 600, narrow: 440 };
const HEIGHTS = { wide: 330, half: 270, narrow: 290 };
const WIDEST = 56;
const [ROOM_FOR_FIGURES, ROOM_FOR_WORDS] = [44, 52];
const LEGEND_STEP = 130;

/**
 * @param {Columns} drawn
 * @param {Space} space
 * @returns {SVGElement} in the page's present language
 */
export function columnChart({ name, columns, parts = [], nameRoom = ROOM_FOR_WORDS, scale = scaleFor(columns) }, space) {
  const [width, height] = [WIDTHS[space], HEIGHTS[space]];
  /** @type {Ground} */
  const ground = { left: 40, right: width - 4, top: parts.length > 0 ? 48 : 28, bottom: height - 30 };
  const chart = picture(width, height, plain(name));
  const looks = parts.length > 0 ? parts.map(({ look }) => look) : ["bar"];
  const every = Math.ceil(nameRoom / roomOf(ground, columns.length, 0).width);
  chart.append(...legend(parts, ground), ...scaleLines(ground, scale));
  for (const [place, column] of columns.entries()) {
    const room = { ...ground, ...roomOf(ground, columns.length, place) };
    chart.append(...drawnColumn(column, room, scale, looks), ...(place % every === 0 ? [nameOf(column, room)] : []));
  }
  return chart;
}

/** @param {Column[]} columns */
function scaleFor(columns) {
  return scaleOf(Math.max(0, ...columns.map(({ parts }) => sum(parts))));
}

/** @param {number[]} parts */
const sum = (parts) => parts.reduce((sofar, part) => sofar + part, 0);

/** @param {Column} column @param {Room} room */
function nameOf({ short }, room) {
  return text(plain(short), { x: room.x + room.width / 2, y: room.bottom + 16, "text-anchor": "middle", class: "axis" });
}

/** @param {Column} column @param {Room} room @param {Scale} scale @param {string[]} looks */
function drawnColumn({ parts, figure }, room, scale, looks) {
  const middle = room.x + room.width / 2;
  const width = Math.min(room.width * 0.76, WIDEST);
  const marks = parts.flatMap((part, place) => {
    const [from, to] = [sum(parts.slice(0, place)), sum(parts.slice(0, place + 1))].map((value) => heightOf(room, scale, value));
    return part > 0 ? [shape("rect", { x: middle - width / 2, width, y: to, height: from - to, class: looks[place] })] : [];
  });
  if (!figure || room.width < ROOM_FOR_FIGURES) return marks;
  const y = heightOf(room, scale, sum(parts)) - 10;
  return [...marks, text(plain(figure), { x: middle, y, "text-anchor": "middle", class: "value" })];
}

/** @param {{look: string, words: Twins}[]} parts @param {Ground} ground */
function legend(parts, { left }) {
  return parts.flatMap(({ look, words }, place) => {
    const x = left + place * LEGEND_STEP;
    return [
      shape("rect", { x, y: 6, width: 16, height: 16, class: look }),
      text(plain(words), { x: x + 24, y: 15, class: "name" }),
    ];
  });
}
