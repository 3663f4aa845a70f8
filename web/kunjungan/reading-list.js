/** The titles that were read in the page during this visit, and when first. */

import { draw } from "../bersama/list.js";
import { momentWords } from "../bersama/moment-words.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */

export class ReadingList extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;

  connectedCallback() {
    this.#feed?.addEventListener("visit", this.#show);
  }

  disconnectedCallback() {
    this.#feed?.removeEventListener("visit", this.#show);
  }

  /** @param {VisitFeed} feed */
  use(feed) {
    this.#feed = feed;
    feed.addEventListener("visit", this.#show);
    this.#show();
  }

  #show = () => {
    const readings = /** @type {any[]} */ (this.#feed?.visit?.readings ?? []);
    this.hidden = readings.length === 0;
    draw(/** @type {Element} */ (this.querySelector("ul")), "read", readings.map((one) => ({
      key: one.publication_id,
      words: { title: { id: one.title }, when: momentWords(one.read_at) },
    })));
  };
}

customElements.define("reading-list", ReadingList);
