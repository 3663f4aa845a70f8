/** The board's last answer, kept on the device so that a reload during a lost connection still shows the day's numbers. */

/** @typedef {import("./call-board.js").Board} Board */

const LONGEST_MS = 4 * 3600 * 1000;

/** @param {string | undefined} unit */
function place(unit) {
  return `papan ${unit ?? ""}`;
}

/** @param {string | undefined} unit @param {Board} board @param {string} heard ISO 8601 */
export function remember(unit, board, heard) {
  localStorage.setItem(place(unit), JSON.stringify({ board, heard }));
}

/**
 * What the board last showed, unless that is hours ago.
 * @param {string | undefined} unit
 * @returns {{board: Board, heard: string} | null}
 */
export function recall(unit) {
  const kept = localStorage.getItem(place(unit));
  if (!kept) return null;
  const last = JSON.parse(kept);
  return Date.now() - Date.parse(last.heard) < LONGEST_MS ? last : null;
}
