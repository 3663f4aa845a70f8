/** The visit's token: behind the # of the page's own address, which no server is sent and no log holds. */

const KEPT_AS = "loket.visit";

/**
 * The token of the address, or of this tab's last one; the address keeps it, for it is the visitor's only key.
 * @returns {string | null}
 */
export function visitToken() {
  const given = location.hash.slice(1);
  if (given) return /^[A-Za-z0-9_-]{20,200}$/.test(given) ? keepVisit(given) : null;
  const known = lastVisit();
  if (known) history.replaceState(null, "", `#${known}`);
  return known;
}

/** Makes a visit the one of this tab. @param {string} token */
export function keepVisit(token) {
  sessionStorage.setItem(KEPT_AS, token);
  return token;
}

/** Leaves no key to a visit behind, neither in this tab nor in its address. */
export function forgetVisit() {
  sessionStorage.removeItem(KEPT_AS);
  history.replaceState(null, "", location.pathname);
}

/** The visit that this tab saw last. @returns {string | null} */
export function lastVisit() {
  return sessionStorage.getItem(KEPT_AS);
}
