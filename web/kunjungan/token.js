/** The visit's token: behind the # of the page's own address, which no server is sent and no log holds. */

const KEPT_AS = "loket.visit";

/**
 * The token of the address, or of this tab's last one; the address keeps it, for it is the visitor's only key.
 * @returns {string | null}
 */
export function visitToken() {
  const given = location.hash.slice(1);
  if (given) return kept(/^[A-Za-z0-9_-]{20,200}$/.test(given) ? given : null);
  const known = sessionStorage.getItem(KEPT_AS);
  if (known) history.replaceState(null, "", `#${known}`);
  return known;
}

/** @param {string | null} token */
function kept(token) {
  if (token) sessionStorage.setItem(KEPT_AS, token);
  return token;
}
