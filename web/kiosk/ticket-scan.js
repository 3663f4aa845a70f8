/**
 * A ticket's QR code held before the kiosk's scanner, which types what it reads as a keyboard does: its visit goes on here,
 * so that it can be rated at its end. Given once as /kiosk/?pemindai=ya, remembered by the device.
 */

const KEPT_AS = "loket.scanner";
const ADDRESS = /\/kunjungan\/#([A-Za-z0-9_-]{20,200})$/;
const LONGEST = 300;

/** Takes out of the address whether there is a scanner, and keeps it. */
export function takeScanner() {
  const given = new URLSearchParams(location.search).get("pemindai");
  if (given === "ya") localStorage.setItem(KEPT_AS, given);
  if (given === "tidak") localStorage.removeItem(KEPT_AS);
}

/** Fires "ticketscanned" (detail: the visit's token) on itself, for whatever ends like a visit's address and Enter. */
export class TicketScan extends EventTarget {
  #typed = "";

  start() {
    if (localStorage.getItem(KEPT_AS)) document.addEventListener("keydown", this.#read);
  }

  /** Says on the first screen that tickets are read here, where they are. @param {ParentNode} root */
  invite(root) {
    const words = /** @type {HTMLElement | null} */ (root.querySelector("#scan-here"));
    if (words) words.hidden = !localStorage.getItem(KEPT_AS);
  }

  /** A button that had the focus is not pressed by the Enter of a scan. @param {KeyboardEvent} event */
  #read = (event) => {
    if (event.key.length === 1) this.#typed = (this.#typed + event.key).slice(-LONGEST);
    if (event.key !== "Enter") return;
    const token = ADDRESS.exec(this.#typed)?.[1];
    this.#typed = "";
    if (!token) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("ticketscanned", { detail: token }));
  };
}
