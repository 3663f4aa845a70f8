/** Files of the service: reports to keep, to count with or to sign. */

import { answered, NetworkLost, refusalOf } from "../bersama/api.js";

/**
 * A file of the service, and the name that it is to be kept under (RFC 6266). Refused as any other call.
 * @param {string} path
 * @param {import("../bersama/api.js").Call & {accept: string}} call `accept` is the type of the file
 * @returns {Promise<{name: string, blob: Blob}>}
 */
export async function apiFile(path, call) {
  const language = call.language ?? document.documentElement.lang;
  const response = await answered("GET", path, call, language);
  if (!response.ok) throw await refusalOf(response, language);
  return { name: nameIn(response.headers.get("Content-Disposition") ?? ""), blob: await wholeOf(response) };
}

/** @param {Response} response */
async function wholeOf(response) {
  try {
    return await response.blob();
  } catch {
    throw new NetworkLost();
  }
}

/** @param {string} disposition */
function nameIn(disposition) {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/i.exec(disposition)?.[1] ?? "");
}
