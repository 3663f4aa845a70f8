/** The session of the member of staff at this desk: its token lives in this tab only and ends with it. */

import { api, ProblemError } from "../bersama/api.js";

/** @typedef {{username: string, name: string, role: "petugas" | "kepala", unit: string, desks: string[]}} Member */

const KEPT = "petugas-token";

/** @returns {string | null} */
export function token() {
  return sessionStorage.getItem(KEPT);
}

/** @param {{token: string}} opened the answer to a sign-in */
export function openSession(opened) {
  sessionStorage.setItem(KEPT, opened.token);
}

/** With all that was kept for it: nothing of this member's work stays in the tab. */
export function forgetSession() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("petugas-")) sessionStorage.removeItem(key);
}

/**
 * One call as the member who is signed in; `path` stands under /api/staff. Where the session has ended, `document` hears
 * "sessionended" once, and the call throws as any other.
 * @param {string} method
 * @param {string} path
 * @param {import("../bersama/api.js").Call} [call]
 */
export async function ask(method, path, call = {}) {
  const used = token() ?? undefined;
  try {
    return await api(method, `/staff${path}`, { ...call, token: used });
  } catch (fault) {
    if (isRefused(fault) && token() === used) {
      forgetSession();
      document.dispatchEvent(new CustomEvent("sessionended"));
    }
    throw fault;
  }
}

/** @param {unknown} fault @returns {boolean} whether the service does not know the caller (any more) */
export function isRefused(fault) {
  return fault instanceof ProblemError && fault.status === 401;
}
