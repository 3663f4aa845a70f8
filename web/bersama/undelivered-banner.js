/** Says on any screen that a copy will not arrive, and leads to where another way can be chosen. Fires "helpwanted" (detail: the request). */

import { say } from "./language.js";
import { failuresOf } from "./request-words.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */

export class UndeliveredBanner extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {(request: any) => boolean} */
  #isInSight = () => false;
  #told = "";

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.#feed?.removeEventListener("visit", this.show);
  }

  /** @param {VisitFeed} feed @param {(request: any) => boolean} isInSight whether the present screen tells of a request by itself */
  use(feed, isInSight) {
    this.#feed = feed;
    this.#isInSight = isInSight;
    feed.addEventListener("visit", this.show);
    this.show();
  }

  /** Called again whenever another screen is shown. */
  show = () => {
    const request = this.#failed;
    this.hidden = !request || this.#isInSight(request);
    if (this.hidden || !request) return;
    const told = JSON.stringify(failuresOf(request).map((one) => [one.delivery_id, one.state]));
    if (told === this.#told) return;
    this.#told = told;
    say(/** @type {Element} */ (this.querySelector("p")), "failed-of", { title: request.title });
  };

  get #failed() {
    return this.#feed?.visit?.requests.find((/** @type {any} */ one) => failuresOf(one).length > 0);
  }

  /** @param {Event} event */
  #press = (event) => {
    if (!(/** @type {HTMLElement} */ (event.target).closest("button"))) return;
    this.dispatchEvent(new CustomEvent("helpwanted", { bubbles: true, detail: this.#failed }));
  };
}

customElements.define("undelivered-banner", UndeliveredBanner);
