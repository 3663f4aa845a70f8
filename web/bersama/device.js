/** This device's registration: a token that staff open once as /kiosk/#<token> or /papan/#<token>, remembered by the device itself. */

const KEPT_AS = "loket.kiosk";

/** Takes a token out of the address, keeps it, and gives the device's token, or null where there is none. @returns {string | null} */
export function deviceToken() {
  const given = location.hash.slice(1);
  if (/^[A-Za-z0-9_-]{20,200}$/.test(given)) localStorage.setItem(KEPT_AS, given);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return localStorage.getItem(KEPT_AS);
}

/** The service does not know the device any more: staff took it out of use. */
export function forgetToken() {
  localStorage.removeItem(KEPT_AS);
}
