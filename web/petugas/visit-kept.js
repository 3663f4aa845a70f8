/** The one entry that was sent and not yet answered: kept in this tab, so that a reload cannot make it two visits. */

/** @typedef {import("../kiosk/submission.js").Pending} Pending */

/** Goes with the session: see forgetSession() in staff.js. */
const KEPT = "petugas-kunjungan";

/** @returns {Pending | null} */
export function keptEntry() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
}

/** @param {Pending | null} pending */
export function keepEntry(pending) {
  if (pending) sessionStorage.setItem(KEPT, JSON.stringify(pending));
  else forgetEntry();
}

export function forgetEntry() {
  sessionStorage.removeItem(KEPT);
}
