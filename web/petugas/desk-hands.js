/** Where the hands are: whoever works by keyboard keeps their place when lists change, and finds the next step when a button goes. */

/**
 * Draws, and where that took away what had the focus, puts it on the list that it stood in, or else on the page's heading.
 * @param {HTMLElement} desk @param {() => void} drawing
 */
export function keepingPlace(desk, drawing) {
  const held = document.activeElement;
  const list = /** @type {HTMLElement | null | undefined} */ (held?.closest("[data-scrolls]"));
  drawing();
  if (!held || held.isConnected) return;
  const place = list && isSeen(list) ? list : /** @type {HTMLElement} */ (desk.querySelector("h1"));
  place.focus({ preventScroll: true });
}

/** Where the pressed button has gone, the hands find the next one. @param {HTMLElement} desk @param {string} ticketId */
export function findNextStep(desk, ticketId) {
  const held = document.activeElement;
  const lost = !held || !isSeen(held) || held.matches("body, h1, .own-tickets");
  if (!lost) return;
  const card = desk.querySelector(`.own-tickets [data-key="${CSS.escape(ticketId)}"]`);
  const next = /** @type {HTMLElement | undefined} */ ([...(card?.querySelectorAll("button") ?? [])].find(isSeen));
  if (next) next.focus();
  else focusCallNext(desk);
}

/** @param {HTMLElement} desk */
export function focusCallNext(desk) {
  /** @type {HTMLElement} */ (desk.querySelector(".call-next")).focus();
}

/** @param {Element} element */
function isSeen(element) {
  return element.getClientRects().length > 0;
}
