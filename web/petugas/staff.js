/** The session of the member of staff at this desk: its token lives in this tab only and ends with it. */

import { api, ProblemError } from "../bersama/api.js";
import { apiFile } from "./service-file.js";

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
export function ask(method, path, call = {}) {
  return asMember((used) => api(method, `/staff${path}`, { ...call, token: used }));
}

/** One file of the service, as `ask`. @param {string} path @param {string} accept its type @returns {Promise<{name: string, blob: Blob}>} */
export function askFile(path, accept) {
  return asMember((used) => apiFile(`/staff${path}`, { accept, token: used }));
}

/** @template T @param {(token: string | undefined) => Promise<T>} call @returns {Promise<T>} */
async function asMember(call) {
  const used = token() ?? undefined;
  try {
    return await call(used);
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
