/** The office's catalogue: what is in it, what is being prepared, and what was refused and why. */

import { wordsOf } from "../bersama/faults.js";
import { fileSize, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { language, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { arriveAt } from "../bersama/screens.js";
import { preparationWords } from "./preparation-words.js";
import { ask, isRefused } from "./staff.js";
import "./file-upload.js";
import "./publication-form.js";

/** @typedef {import("./file-upload.js").FileUpload} FileUpload */
/** @typedef {import("./publication-form.js").PublicationForm} PublicationForm */
/** @typedef {import("./publication-form.js").Saved} Saved */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */

/**
 * @typedef {object} Publication
 * @property {string} publication_id
 * @property {string} title
 * @property {number} year
 * @property {string | null} subject
 * @property {string | null} catalogue_number
 * @property {string | null} isbn
 * @property {string | null} shelf
 * @property {"awaiting-file" | "preparing" | "ready" | "refused" | "withdrawn"} state
 * @property {"ready" | "preparing" | "none"} digital whether copies can be asked for
 * @property {string | null} reason in the language asked for
 * @property {import("./preparation-words.js").Progress | null} progress of its preparation
 * @property {boolean} signed whether the original bears a digital signature
 * @property {number | null} pages
 * @property {number | null} size_bytes
 */

const EVERY_MS = 5000;
const PAGE = 50;
/** @type {Record<string, string>} */
const MOOD = { ready: "good", refused: "bad", "awaiting-file": "heed" };

export class PublicationDesk extends HTMLElement {
  /** @type {Publication[]} */
  #publications = [];
  #pages = 1;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("publicationsaved", this.#onSaved);
    document.addEventListener("languagechange", this.#refresh);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("publicationsaved", this.#onSaved);
    document.removeEventListener("languagechange", this.#refresh);
    this.rest();
  }

  enter() {
    arriveAt(/** @type {Element} */ (this.querySelector("[data-view]:not([hidden])")));
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale: this.#tellStale });
  }

  rest() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  get #form() {
    return /** @type {PublicationForm} */ (this.querySelector("publication-form"));
  }

  get #upload() {
    return /** @type {FileUpload} */ (this.querySelector("file-upload"));
  }

  #refresh = () => this.#polling?.now();

  #ask = async () => {
    /** @type {Publication[]} */
    const found = [];
    let cursor = "";
    for (let page = 0; page < this.#pages; page += 1) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) });
      const answer = await ask("GET", `/publications?${query}`);
      found.push(...answer.items);
      cursor = answer.next ?? "";
      if (!cursor) break;
    }
    this.#show(found, Boolean(cursor));
  };

  /** @param {Publication[]} publications @param {boolean} more */
  #show(publications, more) {
    this.#publications = publications;
    const list = this.#part("list");
    draw(/** @type {HTMLElement} */ (list.querySelector("tbody")), "publication-row", publications.map(rowOf));
    list.hidden = publications.length === 0;
    this.#part("none").hidden = publications.length > 0;
    /** @type {HTMLElement} */ (this.querySelector('[data-action="more"]')).hidden = !more;
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    this.#say({ stale: yes ? sentence("list-stale") : null });
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const publication = this.#publications.find((one) => one.publication_id === key);
    const { action } = button?.dataset ?? {};
    if (action === "add") this.#add();
    if (action === "back") this.#view("list");
    if (action === "more") this.#more();
    if (action === "send" && publication) this.#send(publication);
    if (action === "withdraw" && publication) this.#consider(publication);
  };

  #add() {
    this.#form.begin();
    this.#view("form");
  }

  #more() {
    this.#pages += 1;
    this.#refresh();
  }

  /** A file on its way is not thrown away for another: its progress is shown instead. @param {Publication} publication */
  #send(publication) {
    if (!this.#upload.isSending) this.#upload.choose(publication);
    this.#view("upload");
  }

  /** @param {Event} event */
  #onSaved = (event) => {
    const { publication_id, title, upload, file } = /** @type {CustomEvent<Saved>} */ (event).detail;
    if (file) {
      this.#view("upload");
      this.#upload.send({ publication_id, title }, file, upload);
    } else {
      this.#view("list");
      this.#say({ said: sentence("saved-without-file", { title }), trouble: null });
    }
  };

  /** @param {"list" | "form" | "upload"} name */
  #view(name) {
    const wanted = /** @type {Element} */ (this.querySelector(`[data-view="${name}"]`));
    for (const view of this.querySelectorAll("[data-view]")) view.toggleAttribute("hidden", view !== wanted);
    this.#say({ said: null, trouble: null });
    arriveAt(wanted);
    this.#refresh();
  }

  /** @param {Publication} publication */
  #consider(publication) {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
    furnish(dialog, { words: { withdrawing: sentence("withdrawing", { title: publication.title }) } });
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && this.#withdraw(publication), { once: true });
    dialog.returnValue = "";
    dialog.showModal();
  }

  /** @param {Publication} publication */
  async #withdraw({ publication_id, title }) {
    try {
      await ask("DELETE", `/publications/${encodeURIComponent(publication_id)}`);
      this.#say({ said: sentence("withdrawn-now", { title }), trouble: null });
    } catch (fault) {
      if (!isRefused(fault)) this.#say({ said: null, trouble: wordsOf(fault) });
    }
    this.#refresh();
  }

  /** @param {Record<string, Twins | null>} words */
  #say(words) {
    furnish(/** @type {HTMLElement} */ (this.querySelector('[data-view="list"]')), { words });
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Publication} publication @returns {Row} */
function rowOf(publication) {
  const { publication_id, title, year, subject, catalogue_number, isbn, shelf } = publication;
  const { state, digital, reason, progress, signed, pages, size_bytes } = publication;
  return {
    key: publication_id,
    words: {
      title,
      about: [subject, catalogue_number, isbn].filter(Boolean).join(" · ") || null,
      year: String(year),
      shelf: shelf ?? "–",
      state: state === "preparing" ? preparationWords(progress) : sentence(`publication-${state}`),
      reason: reason ? { [language()]: reason } : null,
      kept: state !== "ready" && digital === "ready" ? sentence("file-kept") : null,
      signed: signed ? sentence("publication-signed") : null,
      pages: pages ? number(pages) : "–",
      size: size_bytes ? fileSize(size_bytes) : "–",
      act: sentence(state === "awaiting-file" && !pages ? "send-first" : "send-other"),
    },
    marks: { mood: MOOD[state] ?? null, state },
  };
}

customElements.define("publication-desk", PublicationDesk);
