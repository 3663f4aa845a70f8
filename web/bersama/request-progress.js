/** How far one request for a copy has got, and the way to it once it is ready. */

import { wordsOf } from "./faults.js";
import { fileSize } from "./format.js";
import { put } from "./language.js";
import { openCopy } from "./open-copy.js";
import { isReady, sayState } from "./request-words.js";
import "./delivery-list.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("./unit.js").Unit} Unit */
/** @typedef {import("./delivery-list.js").DeliveryList} DeliveryList */

/** How many of the three steps (asked, made, ready) are behind a state. */
const REACHED = { queued: 1, marking: 2, ready: 3, refused: 0 };

export class RequestProgress extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {any} */
  #request = null;
  #opening = false;
  #told = "";

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /** @param {VisitFeed} feed @param {Unit} unit */
  use(feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
  }

  /** @param {any} request as in GET /api/visit, or undefined where nothing was asked for */
  show(request) {
    this.#request = request;
    this.hidden = !request;
    if (!request || !this.#feed) return;
    /** @type {DeliveryList} */ (this.querySelector("delivery-list")).show(request, this.#feed, this.#unit);
    const state = JSON.stringify(request);
    if (state === this.#told) return;
    this.#told = state;
    const reached = REACHED[/** @type {keyof typeof REACHED} */ (request.state)];
    [...this.querySelectorAll(".progress li")].forEach((step, at) => step.classList.toggle("reached", at < reached));
    sayState(this.#place("state"), request);
    this.#showApp(request);
  }

  /** Turns to the progress, all of it in sight. */
  focusHeading() {
    const heading = this.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    this.scrollIntoView({ block: "center" });
  }

  /**
   * On a phone whatever is ready can be saved; a kiosk shows the way to the phone where that was asked for.
   * @param {any} request
   */
  #showApp(request) {
    const asked = request.deliveries.some((/** @type {any} */ one) => one.channel === "app");
    const open = isReady(request) && (asked || document.body.dataset.place === "phone");
    this.#place("app").hidden = !open;
    if (!open) return;
    if (document.body.dataset.place === "kiosk") this.#showCode();
    if (request.size_bytes) put(this.#place("size"), sizeWords(request.size_bytes));
  }

  /** The way from the kiosk to the visitor's phone; a phone itself never loads what draws it. */
  async #showCode() {
    const { qrSvg } = await import("./qr.js");
    this.querySelector(".qr")?.replaceChildren(qrSvg(`${location.origin}/kunjungan/#${this.#feed?.token}`));
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("[data-open]") && !this.#opening) this.#open();
  };

  async #open() {
    this.#opening = true;
    try {
      await openCopy(this.#feed?.token ?? "", this.#request.request_id);
    } catch (fault) {
      put(this.#place("state"), wordsOf(fault));
      this.#told = "";
    } finally {
      this.#opening = false;
    }
  }

  /** @param {string} part */
  #place(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }
}

/** "(4,2 MB)". @param {number} bytes @returns {import("./language.js").Twins} */
function sizeWords(bytes) {
  const size = fileSize(bytes);
  return { id: `(${size.id})`, en: `(${size.en})` };
}

customElements.define("request-progress", RequestProgress);
