/** How wide the roll of this kiosk's printer is: given once as /kiosk/?kertas=58, remembered by the device. */

const KEPT_AS = "loket.paper";
const WIDTHS = ["58", "80"];

/** Takes a width out of the address and keeps it. */
export function takePaper() {
  const given = new URLSearchParams(location.search).get("kertas");
  if (given && WIDTHS.includes(given)) localStorage.setItem(KEPT_AS, given);
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
}

/** @returns {string} in millimetres */
export function paperWidth() {
  return localStorage.getItem(KEPT_AS) ?? "80";
}
