/** Days or months as columns of visits: promises kept below, missed ones on top of them. */

import { number } from "../bersama/format.js";
import { plain, sentence } from "../bersama/language.js";
import { picture, shape, text } from "./chart.js";
import { heightOf, roomOf, scaleLines, scaleOf } from "./columns.js";

/** @typedef {import("./standard-words.js").Spans} Spans */
/** @typedef {import("./columns.js").Ground} Ground */
/** @typedef {Ground & {x: number, width: number}} Room of one column */

const [WIDE, NARROW, HEIGHT] = [620, 440, 290];
const WIDEST = 56;
const [ROOM_FOR_FIGURES, ROOM_FOR_WORDS, ROOM_FOR_DAYS] = [44, 48, 18];

/**
 * @param {Spans} spans
 * @param {boolean} narrow whether there is little room beside it
 * @returns {SVGElement} in the page's present language
 */
export function spanChart({ by, rows }, narrow) {
  const width = narrow ? NARROW : WIDE;
  /** @type {Ground} */
  const ground = { left: 40, right: width - 4, top: 48, bottom: HEIGHT - 30 };
  const chart = picture(width, HEIGHT, plain(sentence("days-name")));
  const scale = scaleOf(Math.max(0, ...rows.map((row) => row.counted)));
  const every = Math.ceil((by === "day" ? ROOM_FOR_DAYS : ROOM_FOR_WORDS) / roomOf(ground, rows.length, 0).width);
  chart.append(...legend(ground), ...scaleLines(ground, scale));
  for (const [place, row] of rows.entries()) {
    const room = { ...ground, ...roomOf(ground, rows.length, place) };
    chart.append(...column(row, room, scale), ...(place % every === 0 ? [nameOf(row, room)] : []));
  }
  return chart;
}

/** @param {Spans["rows"][number]} row @param {Room} room */
function nameOf({ short }, room) {
  return text(plain(short), { x: room.x + room.width / 2, y: room.bottom + 16, "text-anchor": "middle", class: "axis" });
}

/** @param {Spans["rows"][number]} row @param {Room} room @param {{step: number, top: number}} scale */
function column({ counted, within }, room, scale) {
  const middle = room.x + room.width / 2;
  const width = Math.min(room.width * 0.76, WIDEST);
  const [kept, all] = [heightOf(room, scale, within), heightOf(room, scale, counted)];
  const place = { x: middle - width / 2, width };
  const roomy = room.width >= ROOM_FOR_FIGURES && counted > 0;
  const figures = `${plain(number(within))}/${plain(number(counted))}`;
  return [
    ...(within > 0 ? [shape("rect", { ...place, y: kept, height: room.bottom - kept, class: "bar" })] : []),
    ...(counted > within ? [shape("rect", { ...place, y: all, height: kept - all, class: "bar missed" })] : []),
    ...(roomy ? [text(figures, { x: middle, y: all - 10, "text-anchor": "middle", class: "value" })] : []),
  ];
}

/** @param {Ground} ground */
function legend({ left }) {
  return ["promise-kept", "promise-missed"].flatMap((key, place) => {
    const x = left + place * 130;
    return [
      shape("rect", { x, y: 6, width: 16, height: 16, class: key === "promise-kept" ? "bar" : "bar missed" }),
      text(plain(sentence(key)), { x: x + 24, y: 15, class: "name" }),
    ];
  });
}
