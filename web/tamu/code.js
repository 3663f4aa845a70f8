/** The code of the day that hangs in the office: out of the address at once, kept for this tab only. */

const KEPT_AS = "loket.onsite";
const SHAPE = /^[A-Z0-9]{2,12}(-[A-Z0-9]{4}){2}$/;
let refused = false;

/** Takes a code out of the address; one that cannot be right leaves none. @returns {boolean} whether the address held anything */
export function takeCode() {
  const given = location.hash.slice(1);
  if (!given) return false;
  history.replaceState(history.state, "", location.pathname);
  if (!keepCode(given)) dropCode();
  return true;
}

/** Keeps a code that somebody gave; small letters and blanks count as typed in haste. @param {string} given @returns {boolean} whether it looks like one */
export function keepCode(given) {
  const code = given.replace(/\s/g, "").toUpperCase();
  if (!SHAPE.test(code)) return false;
  sessionStorage.setItem(KEPT_AS, code);
  refused = false;
  return true;
}

/** @returns {string | null} */
export function onsiteCode() {
  return sessionStorage.getItem(KEPT_AS);
}

/** The service does not know it, or not any more. */
export function dropCode() {
  sessionStorage.removeItem(KEPT_AS);
  refused = true;
}

/** Whether there was a code, and it does not count. */
export function wasRefused() {
  return refused;
}

takeCode();
