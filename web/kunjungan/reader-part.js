/** The reader, brought into the page when somebody wants to read: those who only wait for their turn do without its weight. */

import { NetworkLost } from "../bersama/api.js";
import { loadFragments } from "../bersama/fragments.js";
import { bringLook } from "../bersama/look.js";

const READER = "../bersama/reader/reader.html";
const LOOK = "../bersama/reader/reader.css";

/** @throws {NetworkLost} when a piece cannot be had: asking again tries again */
export async function bringReader() {
  await Promise.all([behaviour(), bringLook(LOOK), loadFragments(`[data-fragment="${READER}"]`)]);
}

async function behaviour() {
  try {
    await import("../bersama/reader/publication-reader.js");
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}
