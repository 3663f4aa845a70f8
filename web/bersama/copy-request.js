/** One publication: what it is, how its copy can come home, and how far that has got. */

import { api, newKey } from "./api.js";
import { wordsOf } from "./faults.js";
import { put, say } from "./language.js";
import "./read-here.js";
import { putTitle, showFacts } from "./publication-words.js";
import "./request-progress.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("./request-progress.js").RequestProgress} RequestProgress */

export class CopyRequest extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {string[]} */
  #channels = [];
  /** @type {any} */
  #publication = null;
  /** @type {Map<string, string>} one key for each act, until its answer came */
  #keys = new Map();
  #asking = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.#feed?.addEventListener("visit", this.#follow);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.#feed?.removeEventListener("visit", this.#follow);
  }

  /** @param {VisitFeed} feed @param {string[]} channels those that the unit offers */
  use(feed, channels) {
    this.#feed = feed;
    this.#channels = channels;
    this.progress.feed = feed;
    feed.addEventListener("visit", this.#follow);
  }

  /** @param {any} publication */
  show(publication) {
    this.#publication = publication;
    putTitle(this.#place("title"), publication.title);
    showFacts(this, publication);
    this.#place("abstract").hidden = !publication.abstract;
    putTitle(this.#place("abstract"), publication.abstract ?? "");
    /** @type {import("./read-here.js").ReadHere} */ (this.querySelector("read-here")).show(this.#feed, publication);
    this.#place("on-shelf").hidden = !publication.shelf;
    this.#place("trouble").hidden = true;
    this.#follow();
  }

  get progress() {
    return /** @type {RequestProgress} */ (this.querySelector("request-progress"));
  }

  #follow = () => {
    if (!this.#publication) return;
    const request = this.#feed?.requestFor(this.#publication.publication_id);
    this.progress.show(request);
    const taken = new Set(request?.deliveries.map((/** @type {any} */ one) => one.channel));
    const open = this.#publication.digital === "ready" && this.#feed?.visit?.state === "open" && request?.state !== "refused";
    let offered = 0;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-channel]"))) {
      const channel = button.dataset.channel ?? "";
      const comesAnyway = channel === "app" && request && document.body.dataset.place === "phone";
      button.hidden = !open || comesAnyway || taken.has(channel) || !this.#channels.includes(channel);
      offered += Number(!button.hidden);
    }
    this.#place("ask").hidden = offered === 0;
    this.#place("rate").hidden = request?.state !== "ready" || !this.#feed?.isRatable;
  };

  /** @param {Event} event */
  #press = (event) => {
    const channel = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-channel]"))?.dataset.channel;
    if (channel && !this.#asking) this.#ask(channel);
  };

  /** @param {string} channel */
  async #ask(channel) {
    const { publication_id } = this.#publication;
    const act = `${publication_id} ${channel}`;
    const key = this.#keys.get(act) ?? newKey();
    this.#keys.set(act, key);
    this.#busy(true);
    try {
      const answer = await api("POST", "/visit/requests", { token: this.#feed?.token, key, body: { publication_id, channels: [channel] } });
      this.#keys.delete(act);
      this.#feed?.adopt({ publication_id, title: this.#publication.title, ...answer });
      this.progress.focusHeading();
    } catch (fault) {
      put(this.#place("trouble"), wordsOf(fault));
      this.#place("trouble").hidden = false;
    } finally {
      this.#busy(false);
    }
  }

  /** @param {boolean} yes */
  #busy(yes) {
    this.#asking = yes;
    for (const button of this.querySelectorAll("[data-channel]")) button.setAttribute("aria-disabled", String(yes));
    if (yes) this.#place("trouble").hidden = true;
    if (yes) say(this.#place("busy"), "asking");
    else this.#place("busy").replaceChildren();
  }

  /** @param {string} part */
  #place(part) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${part}"]`));
  }
}

customElements.define("copy-request", CopyRequest);
