/** What a unit calls its desks: a mark ("1", "12", "3A"), or a place of its own ("Ruang Baca", "Meja layanan 2"). */

import { sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const MARK = /^[a-z]?\d{0,3}[a-z]?$/;

/**
 * A desk's name in its parts: "Meja layanan 2" is a place, "meja-layanan", with the mark "2"; "2" is a mark alone.
 * @param {string} name
 * @returns {{place: string, mark: string}} either may be empty
 */
export function partsOf(name) {
  const words = name.trim().toLowerCase().split(/\s+/);
  const mark = MARK.test(words[words.length - 1]) ? words.pop() ?? "" : "";
  return { place: words.join("-"), mark };
}

/**
 * Where to go, as it stands on the board: a mark with the unit's word for a desk, a place by its name alone.
 * @param {string} desk @param {Unit | null} unit @returns {Twins | string}
 */
export function deskWords(desk, unit) {
  if (partsOf(desk).place) return desk;
  if (!unit?.id.desk_name) return sentence("desk", { desk });
  return sentence("desk-place", { place: unit.both((said) => said.desk_name), desk });
}
