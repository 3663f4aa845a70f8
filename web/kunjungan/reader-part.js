/** The reader, brought into the page when somebody wants to read: those who only wait for their turn do without its weight. */

import { NetworkLost } from "../bersama/api.js";
import { loadFragments } from "../bersama/fragments.js";

const READER = "../bersama/reader/reader.html";
const LOOK = "../bersama/reader/reader.css";

/** @throws {NetworkLost} when a piece cannot be had: asking again tries again */
export async function bringReader() {
  await Promise.all([behaviour(), look(), loadFragments(`[data-fragment="${READER}"]`)]);
}

async function behaviour() {
  try {
    await import("../bersama/reader/publication-reader.js");
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}

/** The reader is not seen before it looks as it should. */
async function look() {
  if (document.querySelector(`link[href="${LOOK}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = LOOK;
  const come = new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true));
    link.addEventListener("error", () => resolve(false));
  });
  document.head.append(link);
  if (await come) return;
  link.remove();
  throw new NetworkLost();
}
