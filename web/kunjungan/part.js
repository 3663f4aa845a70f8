/** Parts of the page that are fetched when somebody wants them: on a slow line the place in line comes first. */

import { NetworkLost } from "../bersama/api.js";
import { loadFragments } from "../bersama/fragments.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** Where the files of a part lie, if in a folder of their own. @type {Record<string, string>} */
const FOLDERS = { reader: "reader/" };

/**
 * Brings the catalogue, the rating or the reader into the page, ready to be shown.
 * @param {string} screen "catalogue", "feedback" or "reader"
 * @param {VisitFeed} feed
 * @param {Promise<Unit>} office
 * @throws {NetworkLost} when a piece cannot be had: asking again tries again
 */
export async function bringPart(screen, feed, office) {
  await Promise.all([modulesOf(screen), loadFragments(`[data-fragment="../bersama/${FOLDERS[screen] ?? ""}${screen}.html"]`)]);
  if (screen === "feedback") element("visit-feedback").feed = feed;
  if (screen !== "catalogue") return;
  const unit = await office;
  element("catalogue-search").unit = unit.id.code;
  element("copy-request").use(feed, unit.id.channels);
}

/** @param {string} screen */
async function modulesOf(screen) {
  try {
    if (screen === "feedback") await import("../bersama/visit-feedback.js");
    else if (screen === "reader") await Promise.all([import("../bersama/reader/publication-reader.js"), style("../bersama/reader/reader.css")]);
    else await Promise.all([import("../bersama/catalogue-search.js"), import("../bersama/copy-request.js")]);
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}

/** Brings a part's look before the part is seen. @param {string} address @throws {NetworkLost} */
async function style(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const come = new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true));
    link.addEventListener("error", () => resolve(false));
  });
  document.head.append(link);
  if (await come) return;
  link.remove();
  throw new NetworkLost();
}

/** @param {string} name @returns {any} */
function element(name) {
  return document.querySelector(name);
}
