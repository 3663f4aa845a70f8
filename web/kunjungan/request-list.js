/** All copies of this visit: how far each has got by each way home, its download, and how the file is checked. */

import { wordsOf } from "../bersama/faults.js";
import { dateAndTime, fileSize } from "../bersama/format.js";
import { put, say } from "../bersama/language.js";
import { openCopy } from "../bersama/open-copy.js";
import { putTitle } from "../bersama/publication-words.js";
import { isReady, sayState } from "../bersama/request-words.js";
import "../bersama/delivery-list.js";
import "../bersama/file-check.js";

/** @typedef {import("../bersama/visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/delivery-list.js").DeliveryList} DeliveryList */
/** @typedef {import("../bersama/file-check.js").FileCheck} FileCheck */

export class RequestList extends HTMLElement {
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {Unit | null} */
  #unit = null;
  #opening = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.#feed?.addEventListener("visit", this.#show);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.#feed?.removeEventListener("visit", this.#show);
  }

  /** @param {VisitFeed} feed @param {Unit} unit */
  use(feed, unit) {
    this.#feed = feed;
    this.#unit = unit;
    feed.addEventListener("visit", this.#show);
    this.#show();
  }

  /** Puts the reader where a request stands. @param {string} request its id */
  turnTo(request) {
    const heading = /** @type {HTMLElement} */ (this.#card(request).querySelector("h3"));
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }

  #show = () => {
    const requests = /** @type {any[]} */ (this.#feed?.visit?.requests ?? []);
    this.hidden = requests.length === 0;
    for (const request of requests) {
      const card = this.#card(request.request_id);
      if (this.#feed) /** @type {DeliveryList} */ (card.querySelector("delivery-list")).show(request, this.#feed, this.#unit);
      const told = JSON.stringify(request);
      if (card.dataset.told === told) continue;
      card.dataset.told = told;
      fill(card, request);
    }
  };

  /** @param {string} id @returns {HTMLElement} */
  #card(id) {
    const known = this.querySelector(`li[data-request="${CSS.escape(id)}"]`);
    if (known) return /** @type {HTMLElement} */ (known);
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const card = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    card.dataset.request = id;
    this.querySelector("ul")?.append(card);
    return card;
  }

  /** @param {Event} event */
  #press = async (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-open]");
    const card = /** @type {HTMLElement | null} */ (button?.closest("[data-request]") ?? null);
    if (!card || !this.#feed || this.#opening) return;
    const trouble = part(card, "trouble");
    trouble.hidden = true;
    this.#opening = true;
    try {
      await openCopy(this.#feed.token, card.dataset.request ?? "");
    } catch (fault) {
      put(trouble, wordsOf(fault));
      trouble.hidden = false;
    } finally {
      this.#opening = false;
    }
  };
}

/** @param {HTMLElement} card @param {any} request */
function fill(card, request) {
  putTitle(/** @type {Element} */ (card.querySelector("h3")), request.title);
  putTitle(/** @type {Element} */ (card.querySelector(".unseen")), ` ${request.title}`);
  sayState(part(card, "state"), request);
  const ready = isReady(request);
  part(card, "until").hidden = !(ready && request.expires_at);
  if (request.expires_at) say(part(card, "until"), "until", { time: dateAndTime(request.expires_at) });
  /** @type {HTMLElement} */ (card.querySelector(".moves")).hidden = !ready;
  /** @type {FileCheck} */ (card.querySelector("file-check")).expect(ready ? request.parts : []);
  if (request.size_bytes) {
    const size = fileSize(request.size_bytes);
    put(part(card, "size"), { id: `(${size.id})`, en: `(${size.en})` });
  }
}

/** @param {HTMLElement} card @param {string} name @returns {HTMLElement} */
function part(card, name) {
  return /** @type {HTMLElement} */ (card.querySelector(`[data-part="${name}"]`));
}

customElements.define("request-list", RequestList);
