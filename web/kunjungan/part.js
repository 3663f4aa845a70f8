/** Parts of the page that are fetched when somebody wants them: on a slow line the place in line comes first. */

import { NetworkLost } from "../bersama/api.js";
import { loadFragments } from "../bersama/fragments.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/**
 * Brings the catalogue or the rating into the page, ready to be shown.
 * @param {string} screen "catalogue" or "feedback"
 * @param {VisitFeed} feed
 * @param {Promise<Unit>} office
 * @throws {NetworkLost} when a piece cannot be had: asking again tries again
 */
export async function bringPart(screen, feed, office) {
  await Promise.all([modulesOf(screen), loadFragments(`[data-fragment="../bersama/${screen}.html"]`)]);
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
    else await Promise.all([import("../bersama/catalogue-search.js"), import("../bersama/copy-request.js")]);
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}

/** @param {string} name @returns {any} */
function element(name) {
  return document.querySelector(name);
}
