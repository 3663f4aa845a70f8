/** How long visitors waited, in columns of minutes, with the promise as a line between kept and missed. */

import { number } from "../bersama/format.js";
import { plain, sentence } from "../bersama/language.js";
import { picture, shape, text } from "../bersama/chart.js";
import { heightOf, roomOf, scaleLines, scaleOf } from "../bersama/columns.js";

/** @typedef {import("./standard-words.js").Standard} Standard */
/** @typedef {import("./standard-words.js").Wait} Wait */
/** @typedef {import("../bersama/columns.js").Ground} Ground */

const [WIDE, NARROW, HEIGHT] = [800, 440, 330];
const GAP = 3;

/**
 * @param {Standard} standard
 * @param {import("../bersama/chart.js").Space} space
 * @returns {SVGElement} in the page's present language
 */
export function waitChart({ distribution, limit_minutes: limit }, space) {
  const width = space === "narrow" ? NARROW : WIDE;
  /** @type {Ground} */
  const ground = { left: 40, right: width - 4, top: 58, bottom: HEIGHT - 56 };
  const chart = picture(width, HEIGHT, plain(sentence("waits-name", { limit })));
  const scale = scaleOf(Math.max(...distribution.map((wait) => wait.visits)));
  chart.append(...scaleLines(ground, scale));
  for (const [place, wait] of distribution.entries()) chart.append(...column(wait, { ...ground, ...roomOf(ground, distribution.length, place) }, scale, limit));
  chart.append(...limitLine(placeOf(limit, distribution, ground), limit, ground));
  chart.append(text(plain(sentence("waits-axis")), { x: (ground.left + ground.right) / 2, y: HEIGHT - 12, "text-anchor": "middle", class: "axis" }));
  return chart;
}

/** @param {Wait} wait @param {Ground & {x: number, width: number}} room @param {{step: number, top: number}} scale @param {number} limit */
function column({ from_minutes: from, to_minutes: to, visits }, room, scale, limit) {
  const y = heightOf(room, scale, visits);
  const middle = { x: room.x + room.width / 2, "text-anchor": "middle" };
  const look = from >= limit ? "bar missed" : "bar";
  const bar = shape("rect", { x: room.x + GAP, y, width: room.width - 2 * GAP, height: room.bottom - y, class: look });
  const span = text(to === null ? `> ${from}` : `${from}–${to}`, { ...middle, y: room.bottom + 16, class: "axis" });
  return [bar, span, ...(visits > 0 ? [text(plain(number(visits)), { ...middle, y: y - 11, class: "value" })] : [])];
}

/** Where so many minutes lie among the columns, within one where the line falls into it. @param {number} minutes @param {Wait[]} distribution @param {Ground} ground */
function placeOf(minutes, distribution, ground) {
  const found = distribution.findIndex(({ to_minutes: to }) => to === null || minutes < to);
  const place = found < 0 ? distribution.length - 1 : found;
  const { from_minutes: from, to_minutes: to } = distribution[place];
  const { x, width } = roomOf(ground, distribution.length, place);
  return x + (to === null || minutes <= from ? 0 : ((minutes - from) / (to - from)) * width);
}

/** @param {number} x @param {number} limit @param {Ground} ground */
function limitLine(x, limit, { top, bottom }) {
  const y = top - 40;
  return [
    shape("line", { x1: x, x2: x, y1: y - 8, y2: bottom + 6, class: "limit" }),
    text(`← ${plain(sentence("promise-kept"))}`, { x: x - 8, y, "text-anchor": "end", class: "side" }),
    text(`${plain(sentence("promise-missed"))} →`, { x: x + 8, y, class: "side" }),
    text(plain(sentence("limit-line", { limit })), { x: x + 8, y: y + 18, class: "axis" }),
  ];
}
