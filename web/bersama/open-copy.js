/** Fetching a copy that is ready: a link of a few minutes, followed at once. The browser saves the file; the page stays. */

import { api, newKey } from "./api.js";

/**
 * @param {string} token of the visit
 * @param {string} request its id
 * @throws {import("./api.js").ProblemError | import("./api.js").NetworkLost}
 */
export async function openCopy(token, request) {
  const answer = await api("POST", `/visit/requests/${encodeURIComponent(request)}/open`, { token, key: newKey(), body: {} });
  location.assign(answer.url);
}
