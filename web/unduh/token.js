/** The link's token and what the mail leads to: both travel in the fragment, which browsers keep to themselves. */

const RATING = "nilai";

/** @returns {string} the token, or "" */
export function linkToken() {
  return location.hash.slice(1).split("/")[0];
}

/** @returns {boolean} whether the mail's line about the rating was followed */
export function isForRating() {
  return location.hash.endsWith(`/${RATING}`);
}
