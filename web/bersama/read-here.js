/** The way to read a publication here, while it has a digital copy and the visit is open. Fires "readingwanted" (detail: the publication). */

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */

export class ReadHere extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {any} */
  #publication = null;

  connectedCallback() {
    this.querySelector("button")?.addEventListener("click", this.#want);
  }

  disconnectedCallback() {
    this.#feed?.removeEventListener("visit", this.#follow);
  }

  /** @param {VisitFeed | null} feed @param {any} publication */
  show(feed, publication) {
    this.#feed?.removeEventListener("visit", this.#follow);
    this.#feed = feed;
    this.#publication = publication;
    feed?.addEventListener("visit", this.#follow);
    this.#follow();
  }

  #follow = () => {
    this.hidden = this.#publication?.digital !== "ready" || this.#feed?.visit?.state !== "open";
  };

  #want = () => this.dispatchEvent(new CustomEvent("readingwanted", { bubbles: true, detail: this.#publication }));
}

customElements.define("read-here", ReadHere);
