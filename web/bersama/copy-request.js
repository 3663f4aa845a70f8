/** One publication: what it is, how its copy can come home, and how far that has got. */

import { askCopy } from "./ask-copy.js";
import { wordsOf } from "./faults.js";
import { put, say } from "./language.js";
import "./read-here.js";
import { putTitle, showFacts } from "./publication-words.js";
import { hasFailed } from "./request-words.js";
import { showWay } from "./way-choice.js";
import { openReach } from "./reach-form.js";
import "./request-progress.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("./request-progress.js").RequestProgress} RequestProgress */
/** @typedef {import("./unit.js").Unit} Unit */

export class CopyRequest extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {any} */
  #publication = null;
  #asking = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("reached", this.#reached);
    this.#feed?.addEventListener("visit", this.#follow);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("reached", this.#reached);
    this.#feed?.removeEventListener("visit", this.#follow);
  }

  /** @param {VisitFeed} feed @param {Unit} unit */
  use(feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
    this.progress.use(feed, unit);
    feed.addEventListener("visit", this.#follow);
  }

  /** @param {any} publication */
  show(publication) {
    if (publication.publication_id !== this.#publication?.publication_id) this.querySelector("reach-form")?.remove();
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

  /** The id of what is shown, or was last. @returns {string | undefined} */
  get publication() {
    return this.#publication?.publication_id;
  }

  get progress() {
    return /** @type {RequestProgress} */ (this.querySelector("request-progress"));
  }

  #follow = () => {
    if (!this.#publication) return;
    const request = this.#feed?.requestFor(this.#publication.publication_id);
    this.progress.show(request);
    this.#place("ask").hidden = this.#offer(request) === 0;
    this.#place("rate").hidden = request?.state !== "ready" || !this.#feed?.isRatable;
  };

  /** Shows the ways that can still be chosen, or why they cannot; one that failed may be chosen again. @param {any} request @returns {number} how many */
  #offer(request) {
    const visit = this.#feed?.visit;
    const open = this.#publication.digital === "ready" && visit?.state === "open" && request?.state !== "refused";
    const rows = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-way]")]);
    return rows.filter((row) => {
      const channel = open ? this.#feed?.channel(row.dataset.way ?? "") : null;
      const offered = channel && !isTold(channel, request) ? channel : null;
      showWay(row, offered, visit, this.#feed?.said(offered?.reason), this.#feed?.said(offered?.remedy));
      return offered;
    }).length;
  }

  /** @param {Event} event */
  #press = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const channel = /** @type {HTMLElement | null} */ (target.closest("[data-channel]"))?.dataset.channel;
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-way]"));
    if (channel && !this.#asking) this.#ask(channel);
    if (row && this.#feed && target.closest("[data-mend]")) openReach(row, row.dataset.way ?? "", this.#feed, this.#unit);
  };

  /** What stood in the way is mended: what was wanted is asked for at once. @param {Event} event */
  #reached = (event) => this.#ask(/** @type {CustomEvent} */ (event).detail);

  /** @param {string} channel */
  async #ask(channel) {
    if (!this.#feed) return;
    this.#busy(true);
    try {
      await askCopy(this.#feed, this.#publication, channel);
      this.progress.focusHeading();
    } catch (fault) {
      this.tell(fault);
    } finally {
      this.#busy(false);
    }
  }

  /** Says what stands in the way. @param {unknown} fault */
  tell(fault) {
    put(this.#place("trouble"), wordsOf(fault));
    this.#place("trouble").hidden = false;
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

/** Whether the request tells of a way itself: it is taken, or has failed and cannot be taken again. @param {any} channel @param {any} request */
function isTold({ channel, usable }, request) {
  const way = request?.deliveries.find((/** @type {any} */ one) => one.channel === channel);
  if (way) return !(usable && hasFailed(way));
  return Boolean(request) && channel === "app" && document.body.dataset.place === "phone";
}

customElements.define("copy-request", CopyRequest);
