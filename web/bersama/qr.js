/**
 * QR codes (ISO/IEC 18004) drawn in the page: byte mode, level M, versions 1 to 10 (213 bytes), enough for an address.
 * No image and no visitor's link is asked of anybody else.
 */

import { codewords } from "./qr-codewords.js";

/** Centres of the alignment patterns, by version. */
const ALIGNMENT = [[], [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/** The eight masks, by row and column. @type {((r: number, c: number) => boolean)[]} */
const MASKS = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

/** @typedef {number[][]} Grid rows of 0 (light) and 1 (dark) */

/**
 * @param {string} text
 * @returns {{version: number, mask: number, rows: Grid}}
 * @throws {RangeError} when the text is longer than 213 bytes
 */
export function qrMatrix(text) {
  const { version, bytes } = codewords(new TextEncoder().encode(text));
  const { rows, fixed } = skeleton(version);
  lay(bytes, rows, fixed);
  const tries = MASKS.map((_, mask) => masked(rows, fixed, mask));
  const costs = tries.map(penalty);
  const mask = costs.indexOf(Math.min(...costs));
  return { version, mask, rows: tries[mask] };
}

/**
 * The code as one dark path on white, with its quiet zone; the page's CSS gives the size.
 * @param {string} text
 * @returns {SVGSVGElement}
 */
export function qrSvg(text) {
  const { rows } = qrMatrix(text);
  const side = rows.length + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("aria-hidden", "true");
  const ground = document.createElementNS(SVG, "rect");
  for (const [name, value] of [["width", side], ["height", side]]) ground.setAttribute(String(name), String(value));
  ground.setAttribute("fill", "#fff");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", rows.flatMap((row, r) => row.map((dark, c) => (dark ? `M${c + QUIET} ${r + QUIET}h1v1h-1z` : ""))).join(""));
  path.setAttribute("fill", "#000");
  svg.append(ground, path);
  return svg;
}

/** Finder, timing and alignment patterns and reserved places. @param {number} version */
function skeleton(version) {
  const size = 17 + 4 * version;
  /** @type {Grid} */
  const rows = Array.from({ length: size }, () => new Array(size).fill(0));
  /** @type {Grid} */
  const fixed = Array.from({ length: size }, () => new Array(size).fill(0));
  /** @param {number} r @param {number} c @param {boolean} dark */
  const set = (r, c, dark) => {
    if (r < 0 || c < 0 || r >= size || c >= size) return;
    rows[r][c] = Number(dark);
    fixed[r][c] = 1;
  };
  for (const [r, c] of [[3, 3], [3, size - 4], [size - 4, 3]]) rings(set, r, c, 4, [2, 4]);
  align(set, ALIGNMENT[version]);
  for (let i = 8; i < size - 8; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  reserveFormat(set, size);
  if (version >= 7) stampVersion(set, size, version);
  return { rows, fixed };
}

/**
 * Alignment patterns wherever two centre lines cross, but for the three finders.
 * @param {(r: number, c: number, dark: boolean) => void} set
 * @param {number[]} centres
 */
function align(set, centres) {
  const last = centres[centres.length - 1];
  for (const r of centres) {
    for (const c of centres) {
      const atFinder = (r === 6 && c === 6) || (r === 6 && c === last) || (r === last && c === 6);
      if (!atFinder) rings(set, r, c, 2, [1]);
    }
  }
}

/**
 * The places of the format's two copies, filled once the mask is known, and the module that is always dark.
 * @param {(r: number, c: number, dark: boolean) => void} set
 * @param {number} size
 */
function reserveFormat(set, size) {
  const near = [0, 1, 2, 3, 4, 5, 7, 8];
  for (const i of near) for (const [r, c] of [[8, i], [i, 8]]) set(r, c, false);
  for (let i = 1; i <= 8; i += 1) for (const [r, c] of [[8, size - i], [size - i, 8]]) set(r, c, false);
  set(size - 8, 8, true);
}

/**
 * Concentric squares round a centre; those of radius in `light` are light.
 * @param {(r: number, c: number, dark: boolean) => void} set
 * @param {number} row
 * @param {number} column
 * @param {number} reach
 * @param {number[]} light
 */
function rings(set, row, column, reach, light) {
  for (let r = -reach; r <= reach; r += 1) {
    for (let c = -reach; c <= reach; c += 1) {
      set(row + r, column + c, !light.includes(Math.max(Math.abs(r), Math.abs(c))));
    }
  }
}

/** @param {(r: number, c: number, dark: boolean) => void} set @param {number} size @param {number} version */
function stampVersion(set, size, version) {
  const bits = checked(version, 12, 0x1f25);
  for (let i = 0; i < 18; i += 1) {
    const dark = ((bits >> i) & 1) === 1;
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(a, b, dark);
    set(b, a, dark);
  }
}

/**
 * A value followed by its BCH remainder.
 * @param {number} value
 * @param {number} length bits of the remainder
 * @param {number} generator
 */
function checked(value, length, generator) {
  let rest = value;
  for (let i = 0; i < length; i += 1) rest = (rest << 1) ^ ((rest >> (length - 1)) * generator);
  return (value << length) | rest;
}

/**
 * Data in pairs of columns, upwards and downwards in turn, from the right.
 * @param {number[]} bytes
 * @param {Grid} rows
 * @param {Grid} fixed
 */
function lay(bytes, rows, fixed) {
  const size = rows.length;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const r = upwards ? size - 1 - step : step;
      for (const c of [right, right - 1]) {
        if (fixed[r][c]) continue;
        rows[r][c] = bit < bytes.length * 8 ? (bytes[bit >> 3] >> (7 - (bit & 7))) & 1 : 0;
        bit += 1;
      }
    }
  }
}

/** @param {Grid} rows @param {Grid} fixed @param {number} mask @returns {Grid} */
function masked(rows, fixed, mask) {
  const copy = rows.map((row, r) => row.map((dark, c) => (fixed[r][c] ? dark : dark ^ Number(MASKS[mask](r, c)))));
  stampFormat(copy, mask);
  return copy;
}

/** Level M (00) and the mask, twice. @param {Grid} rows @param {number} mask */
function stampFormat(rows, mask) {
  const size = rows.length;
  const bits = checked(mask, 10, 0x537) ^ 0x5412;
  /** @param {number} i */
  const bit = (i) => (bits >> i) & 1;
  for (let i = 0; i <= 5; i += 1) rows[i][8] = bit(i);
  rows[7][8] = bit(6);
  rows[8][8] = bit(7);
  rows[8][7] = bit(8);
  for (let i = 9; i < 15; i += 1) rows[8][14 - i] = bit(i);
  for (let i = 0; i < 8; i += 1) rows[8][size - 1 - i] = bit(i);
  for (let i = 8; i < 15; i += 1) rows[size - 15 + i][8] = bit(i);
}

/** How hard a grid would be to read: the four penalties of the standard. @param {Grid} rows */
function penalty(rows) {
  const columns = rows.map((_, c) => rows.map((row) => row[c]));
  const lines = [...rows, ...columns].map((line) => line.join(""));
  return lines.reduce((sum, line) => sum + runs(line) + finders(line), 0) + blocks(rows) + balance(rows);
}

/** @param {string} line */
function runs(line) {
  return (line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
}

/** @param {string} line */
function finders(line) {
  return 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length;
}

/** @param {Grid} rows */
function blocks(rows) {
  let sum = 0;
  for (let r = 1; r < rows.length; r += 1) {
    for (let c = 1; c < rows.length; c += 1) {
      const dark = rows[r][c];
      if (dark === rows[r][c - 1] && dark === rows[r - 1][c] && dark === rows[r - 1][c - 1]) sum += 3;
    }
  }
  return sum;
}

/** @param {Grid} rows */
function balance(rows) {
  const dark = rows.flat().reduce((sum, one) => sum + one, 0);
  const percent = (dark * 100) / rows.length ** 2;
  return Math.floor(Math.abs(percent - 50) / 5) * 10;
}
