/** What became of the copies that visitors asked for: a second try for what went wrong, the links, and taking a copy back. */

import { ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { deliveryRows, isInDoubt, requestRow } from "./request-words.js";
import { ask, isRefused } from "./staff.js";
import "./copy-links.js";
import "./sure-dialog.js";

/** @typedef {import("./request-words.js").CopyRequest} CopyRequest */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const EVERY_MS = 5000;
const PAGE = 50;

export class RequestList extends HTMLElement {
  /** @type {CopyRequest[]} */
  #requests = [];
  #pages = 1;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("change", this.#filter);
    document.addEventListener("languagechange", this.#speak);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("change", this.#filter);
    document.removeEventListener("languagechange", this.#speak);
    this.rest();
  }

  enter() {
    this.#label();
    this.#tell(null);
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale: this.#tellStale });
  }

  rest() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  get #select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("select"));
  }

  /** Reasons come in one language: they are asked for again in the other. */
  #speak = () => {
    this.#label();
    this.#polling?.now();
  };

  /** An option holds plain text only. */
  #label() {
    for (const option of this.#select.options) {
      const { label } = option.dataset;
      option.textContent = plain(sentence(label === "all" ? "requests-all" : `request-${label}`));
    }
  }

  #filter = () => {
    this.#pages = 1;
    this.#polling?.now();
  };

  #ask = async () => {
    const state = this.#select.value;
    /** @type {CopyRequest[]} */
    const found = [];
    let cursor = "";
    for (let page = 0; page < this.#pages; page += 1) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(state && { state }), ...(cursor && { cursor }) });
      const answer = await ask("GET", `/requests?${query}`);
      found.push(...answer.items);
      cursor = answer.next ?? "";
      if (!cursor) break;
    }
    if (state === this.#select.value) this.#show(found, Boolean(cursor));
    else this.#polling?.now();
  };

  /** @param {CopyRequest[]} requests @param {boolean} more */
  #show(requests, more) {
    this.#requests = requests;
    furnish(this, { words: { "as-of": sentence("list-as-of", { time: clockTime(new Date().toISOString()) }) } });
    const body = /** @type {HTMLElement} */ (this.querySelector("tbody"));
    const drawn = draw(body, "request-row", requests.map(requestRow));
    requests.forEach((request, place) => {
      draw(/** @type {HTMLElement} */ (drawn[place].querySelector(".deliveries")), "delivery-row", deliveryRows(request));
    });
    this.#part("list").hidden = requests.length === 0;
    this.#part("none").hidden = requests.length > 0;
    /** @type {HTMLElement} */ (this.querySelector('[data-action="more"]')).hidden = !more;
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    furnish(this, { words: { stale: yes ? sentence("list-stale") : null } });
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const request = this.#requests.find((one) => one.request_id === key);
    if (button?.dataset.action === "retry" && request) this.#consider(request);
    if (button?.dataset.action === "links" && request) this.#links.open(request, this.#sure);
    if (button?.dataset.action === "withdraw" && request) this.#withdraw(request);
    if (button?.dataset.action === "more") this.#more();
  };

  #more() {
    this.#pages += 1;
    this.#polling?.now();
  }

  get #links() {
    return /** @type {import("./copy-links.js").CopyLinks} */ (this.querySelector("copy-links"));
  }

  get #sure() {
    return /** @type {import("./sure-dialog.js").SureDialog} */ (this.querySelector("sure-dialog"));
  }

  /** Sending again what may have arrived is a person's decision. @param {CopyRequest} request */
  async #consider(request) {
    const doubt = doubtAbout("retry-sure", "retry-doubt", "retry-yes", request);
    if (!isInDoubt(request) || (await this.#sure.ask(doubt))) await this.#change(request, "retry", "retry-done");
  }

  /** Stops the copy itself, and with it all its links. @param {CopyRequest} request */
  async #withdraw(request) {
    const doubt = doubtAbout("withdraw-sure", "withdraw-words", "withdraw-yes", request);
    if (await this.#sure.ask(doubt)) await this.#change(request, "revoke", "withdraw-done");
  }

  /** @param {CopyRequest} request @param {string} act @param {string} done the key of what is said then */
  async #change(request, act, done) {
    try {
      await ask("POST", `/requests/${encodeURIComponent(request.request_id)}/${act}`, { body: {} });
      this.#tell(sentence(done, { title: request.publication.title }));
    } catch (fault) {
      if (!isRefused(fault)) this.#refuse(fault);
    }
    this.#polling?.now();
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    const needless = fault instanceof ProblemError && fault.code === "nothing-to-retry";
    if (needless) this.#tell(sentence("retry-needless"));
    else this.#tell(null, wordsOf(fault));
  }

  /** @param {Twins | null} said @param {Twins | null} [trouble] */
  #tell(said, trouble = null) {
    furnish(this, { words: { said, trouble } });
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {string} question @param {string} words @param {string} yes keys of sentences @param {CopyRequest} request */
function doubtAbout(question, words, yes, { publication, numbers }) {
  const values = { title: publication.title, numbers: numbers.join(", ") || "–" };
  return { question: sentence(question), words: sentence(words, values), yes: sentence(yes) };
}

customElements.define("request-list", RequestList);
