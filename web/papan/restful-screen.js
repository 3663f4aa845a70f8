/** Spares a screen that shows the same page all year: everything moves by a few pixels once a minute, and it stays lit. */

const STEP_MS = 60000;
/** @type {[number, number][]} offsets in pixels, small enough to be overlooked */
const PLACES = [[0, 0], [4, 0], [8, 0], [8, 4], [8, 8], [4, 8], [0, 8], [0, 4]];

export class RestfulScreen extends HTMLElement {
  #place = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #stepping;

  connectedCallback() {
    this.#stepping = setInterval(this.#step, STEP_MS);
    document.addEventListener("visibilitychange", stayLit);
    stayLit();
  }

  disconnectedCallback() {
    clearInterval(this.#stepping);
    document.removeEventListener("visibilitychange", stayLit);
  }

  #step = () => {
    this.#place = (this.#place + 1) % PLACES.length;
    const [x, y] = PLACES[this.#place];
    this.style.setProperty("--shift-x", `${x - 4}px`);
    this.style.setProperty("--shift-y", `${y - 4}px`);
  };
}

/** A browser may refuse to keep the screen lit, or not know how: the board works all the same. */
async function stayLit() {
  if (document.hidden || !("wakeLock" in navigator)) return;
  try {
    await navigator.wakeLock.request("screen");
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
  }
}

customElements.define("restful-screen", RestfulScreen);
