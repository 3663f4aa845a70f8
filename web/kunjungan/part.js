/** Parts of the page that are fetched when somebody wants them: on a slow line the place in line comes first. */

import { NetworkLost, api } from "../bersama/api.js";
import { loadFragments } from "../bersama/fragments.js";
import { bringLook } from "../bersama/look.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const COPIES = '[data-fragment="../bersama/copies.html"]';

/**
 * Brings the catalogue, the reader, the rating or what is held about the visitor into the page, ready to be shown.
 * @param {string} screen "catalogue", "reader", "feedback" or "data"
 * @param {VisitFeed} feed
 * @param {Promise<Unit>} office
 * @throws {NetworkLost} when a piece cannot be had: asking again tries again
 */
export async function bringPart(screen, feed, office) {
  if (screen === "data") {
    await Promise.all([modules(() => import("./own-data.js")), loadFragments('[data-fragment="data-saya.html"]')]);
    return;
  }
  if (screen === "reader") {
    await modules(async () => (await import("./reader-part.js")).bringReader());
    return;
  }
  const page = `[data-fragment="../bersama/${screen}.html"]`;
  if (screen === "feedback") {
    await Promise.all([modules(() => Promise.all([import("../bersama/visit-feedback.js"), import("../bersama/rating-offer.js")])), bringLook("../bersama/feedback.css"), loadFragments(page)]);
    element("visit-feedback").use((/** @type {unknown} */ body, /** @type {any} */ sending) => api("POST", "/visit/feedback", { ...sending, token: feed.token, body }), (await office).id.skd);
    return;
  }
  await loadFragments(`${page}, ${COPIES}`);
  await modules(() => Promise.all([import("../bersama/catalogue-search.js"), import("../bersama/copy-request.js")]));
  const unit = await office;
  element("catalogue-search").unit = unit.id.code;
  element("copy-request").use(feed, unit);
}

/**
 * Brings what a visit has come to into the page: its copies, what was read, what was agreed to.
 * @param {VisitFeed} feed
 * @param {Promise<Unit>} office
 * @param {(request: any) => boolean} isInSight whether the present screen tells of a request by itself
 * @throws {NetworkLost} when a piece cannot be had: asking again tries again
 */
export async function bringCopies(feed, office, isInSight) {
  await loadFragments(`[data-fragment="salinan.html"], [data-fragment="../bersama/file-check.html"], ${COPIES}`);
  await modules(() => Promise.all(
    [import("./request-list.js"), import("./reading-list.js"), import("./visit-reach.js"), import("../bersama/undelivered-banner.js")]));
  const unit = await office;
  element("request-list").use(feed, unit);
  element("reading-list").use(feed);
  element("visit-reach").use(feed, unit);
  element("undelivered-banner").use(feed, isInSight);
}

/** @param {() => Promise<unknown>} load */
async function modules(load) {
  try {
    await load();
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}

/** @param {string} name @returns {any} */
function element(name) {
  return document.querySelector(name);
}
