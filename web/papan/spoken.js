/** What is said of a call, as names of pieces in suara/: "Nomor antrean, A, nol nol satu, silakan menuju loket satu." */

import { partsOf } from "./desk.js";

/** @typedef {import("./call-board.js").Call} Call */
/** @typedef {{name: string, pause: number}} Part a piece, and the seconds of silence after it */

const DIGITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const PLACES = ["loket", "meja-layanan", "ruang-baca"];
const USUAL_PLACE = "loket";
/** Pieces that can end an announcement are there a second time, with a falling voice. */
const CLOSING = [...DIGITS.slice(1), "sepuluh", "sebelas", "belas", "puluh", ...PLACES];

export const CHIME = { name: "gong", pause: 0.15 };

/** Every piece that the board may need. */
export const PIECES = [
  CHIME.name, "nomor-antrean", "silakan-menuju", ...LETTERS, "nol", ...CLOSING, ...CLOSING.map((name) => `${name}-akhir`),
];

const WORD_S = 0.06;
const DIGIT_S = 0.1;
const LETTER_S = 0.22;
const PHRASE_S = 0.3;

/**
 * @param {Call} call
 * @param {string} [place] what the unit calls its desks: "Loket", "Meja layanan", "Ruang baca"
 * @returns {Part[] | null} null where the number holds a sign that has no piece
 */
export function spokenCall(call, place = USUAL_PLACE) {
  const number = numberParts(call.number);
  if (!number) return null;
  const where = whereTo(call.desk, place);
  const last = where.pop() ?? USUAL_PLACE;
  return [
    { name: "nomor-antrean", pause: PHRASE_S },
    ...number,
    { name: "silakan-menuju", pause: WORD_S },
    ...where.map((name) => ({ name, pause: WORD_S })),
    { name: CLOSING.includes(last) ? `${last}-akhir` : last, pause: 0 },
  ];
}

/** Sign by sign: letters by their names, digits as figures. @param {string} number @returns {Part[] | null} */
function numberParts(number) {
  const signs = [...number.toLowerCase().replace(/[-\s]/g, "")];
  if (signs.length === 0 || !signs.every((sign) => /[a-z0-9]/.test(sign))) return null;
  return signs.map((sign, at) => ({
    name: pieceOf(sign),
    pause: at === signs.length - 1 ? PHRASE_S : /\d/.test(sign) ? DIGIT_S : LETTER_S,
  }));
}

/**
 * A desk that cannot be said is a desk all the same: its name stands on the board.
 * @param {string} desk @param {string} usual @returns {string[]}
 */
function whereTo(desk, usual) {
  const { place, mark } = partsOf(desk);
  if (PLACES.includes(place)) return [place, ...markPieces(mark)];
  const { place: word } = partsOf(usual);
  return [PLACES.includes(word) ? word : USUAL_PLACE, ...(place ? [] : markPieces(mark))];
}

/** "12" is "dua belas", "3a" is "tiga, A", "101" is "satu, nol, satu". @param {string} mark @returns {string[]} */
function markPieces(mark) {
  return (mark.match(/\d+|[a-z]/g) ?? []).flatMap((part) => (/^\d\d?$/.test(part) ? figure(Number(part)) : [...part].map(pieceOf)));
}

/** @param {number} n 0 to 99 @returns {string[]} */
function figure(n) {
  if (n < 10) return [DIGITS[n]];
  if (n < 12) return [n === 10 ? "sepuluh" : "sebelas"];
  if (n < 20) return [DIGITS[n - 10], "belas"];
  return [DIGITS[Math.floor(n / 10)], "puluh", ...(n % 10 ? [DIGITS[n % 10]] : [])];
}

/** @param {string} sign a letter or a digit */
function pieceOf(sign) {
  return /\d/.test(sign) ? DIGITS[Number(sign)] : sign;
}
