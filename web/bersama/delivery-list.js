/** The ways home of one copy: how far each has got, and what to do where one has failed for good. */

import { askCopy } from "./ask-copy.js";
import { wordsOf } from "./faults.js";
import { put, sentence } from "./language.js";
import { draw, furnish, stamp } from "./list.js";
import { openCopy } from "./open-copy.js";
import { openReach } from "./reach-form.js";
import { endOf, failuresOf, hasFailed, offerOf, waysOf, wayWords } from "./request-words.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("./unit.js").Unit} Unit */

export class DeliveryList extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {any} */
  #request = null;
  #failed = "";
  #asking = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("reached", this.#reached);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("reached", this.#reached);
  }

  /** @param {any} request as in GET /api/visit @param {VisitFeed} feed @param {Unit | null} unit */
  show(request, feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
    this.#request = request;
    if (this.childElementCount === 0) this.append(stamp("delivery-list"));
    draw(this.#place(".ways-gone"), "way-gone", waysOf(request).map((one) => ({
      key: one.channel,
      words: { words: wayWords(one, request), more: hasFailed(one) ? null : feed.said(one.detail) },
      marks: { state: one.state },
    })));
    this.#tell(failuresOf(request));
    this.#offer();
  }

  /** Said once for each failure, not again with every answer. @param {any[]} failures */
  #tell(failures) {
    const told = JSON.stringify(failures.map((one) => [one.delivery_id, one.state, one.detail]));
    if (told === this.#failed) return;
    this.#failed = told;
    const end = endOf(failures);
    const boxes = end ? [this.#box("failed-copy", end)] : failures.map((one) => this.#box(`failed-${one.channel}`, one));
    this.#place('[data-part="failed"]').replaceChildren(...boxes);
  }

  /** @param {string} what @param {any} failure */
  #box(what, { detail }) {
    const box = stamp("failed");
    furnish(box, { words: { what: sentence(what), why: this.#feed?.said(detail) ?? sentence("failed-why") } });
    return box;
  }

  #offer() {
    const isOpen = this.#feed?.visit?.state === "open";
    const offered = isOpen ? offerOf(this.#request) : null;
    const mended = isOpen ? this.#mendable() : null;
    this.#label("[data-offer]", "offer", offered);
    this.#label("[data-mend]", "mend", mended);
    this.#place('[data-part="ways-on"]').hidden = !(offered || mended);
  }

  /** A way that the visitor can make work again: a mailbox by a right address, WhatsApp by a consent. @returns {string | null} */
  #mendable() {
    const failures = failuresOf(this.#request);
    if (endOf(failures)) return null;
    if (failures.some((one) => one.channel === "email")) return "email";
    const blocked = failures.some((one) => one.channel === "whatsapp") && this.#feed?.channel("whatsapp")?.code;
    return blocked && blocked.startsWith("whatsapp-needs") ? "whatsapp" : null;
  }

  /** @param {string} selector @param {"offer" | "mend"} act @param {string | null} channel */
  #label(selector, act, channel) {
    const button = this.#place(selector);
    const isSame = button.dataset[act] === (channel ?? "");
    button.hidden = !channel;
    if (isSame) return;
    button.dataset[act] = channel ?? "";
    const elsewhere = act === "offer" && channel === "app" && document.body.dataset.place === "kiosk";
    if (channel) put(button, sentence(`${act}-${channel}${elsewhere ? "-kiosk" : ""}`));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.offer) this.#ask(button.dataset.offer);
    if (button?.dataset.mend && this.#feed) openReach(this, button.dataset.mend, this.#feed, this.#unit);
  };

  /** @param {Event} event */
  #reached = (event) => {
    event.stopPropagation();
    this.#ask(/** @type {CustomEvent} */ (event).detail);
  };

  /** @param {string} channel */
  async #ask(channel) {
    if (this.#asking || !this.#feed) return;
    this.#asking = true;
    this.#trouble(null);
    try {
      const { request_id } = await askCopy(this.#feed, this.#request, channel);
      if (channel === "app" && document.body.dataset.place === "phone") await openCopy(this.#feed.token, request_id);
    } catch (fault) {
      this.#trouble(wordsOf(fault));
    } finally {
      this.#asking = false;
    }
  }

  /** @param {import("./language.js").Twins | null} words */
  #trouble(words) {
    const place = this.#place('[data-part="ways-trouble"]');
    if (words) put(place, words);
    place.hidden = words === null;
  }

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

customElements.define("delivery-list", DeliveryList);
