/** Asking for a copy to come home by one way. */

import { ProblemError, api, newKey } from "./api.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */

/**
 * Asks under one key until an answer came, so that a lost answer makes no second request; the feed shows it at once.
 * @param {VisitFeed} feed
 * @param {{publication_id: string, title: string}} publication
 * @param {string} channel
 * @returns {Promise<any>} the accepted request
 * @throws {ProblemError | import("./api.js").NetworkLost}
 */
export async function askCopy(feed, { publication_id, title }, channel) {
  const act = `${publication_id} ${channel}`;
  const key = feed.keys.get(act) ?? newKey();
  feed.keys.set(act, key);
  try {
    const body = { publication_id, channels: [channel] };
    const request = await api("POST", "/visit/requests", { token: feed.token, key, body });
    feed.keys.delete(act);
    feed.adopt({ publication_id, title, ...request });
    return request;
  } catch (fault) {
    if (fault instanceof ProblemError) feed.now();
    throw fault;
  }
}
