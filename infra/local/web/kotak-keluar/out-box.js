/** The mails and messages that would have been sent; the one named in the address (#3) is open. */

import { NetworkLost } from "../bersama/api.js";
import { clockTime, dateAndTime, fileSize } from "../bersama/format.js";
import { plain, sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { poll } from "../bersama/poll.js";
import { loadUnit } from "../bersama/unit.js";

/** @typedef {{number: number, kind: string, to: string, subject: string, at: string}} Listed */
/** @typedef {Listed & {kind: "mail", headers: {name: string, value: string}[], text: string | null, has_html: boolean}} Mail */
/** @typedef {Listed & {kind: "whatsapp", template: string | null, text: string, footer: string | null, button: {text: string, opens: string} | null, document: {name: string, bytes: number} | null}} Message */
/** @typedef {Mail | Message} Shown */

const EVERY_MS = 2000;

export class OutBox extends HTMLElement {
  /** @type {{stop: () => void, now: () => void} | null} */
  #polling = null;
  #opened = "";

  connectedCallback() {
    window.addEventListener("hashchange", this.#open);
    document.addEventListener("languagechange", this.#nameFrame);
    this.#begin();
  }

  disconnectedCallback() {
    window.removeEventListener("hashchange", this.#open);
    document.removeEventListener("languagechange", this.#nameFrame);
    this.#polling?.stop();
  }

  async #begin() {
    await loadUnit().catch(() => null);
    if (!this.isConnected) return;
    this.#polling = poll(() => this.#look(), { every: EVERY_MS, stale: (yes) => { this.#part("stale").hidden = !yes; } });
    await this.#open();
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  async #look() {
    const { items } = /** @type {{items: Listed[]}} */ (await asked("api/messages"));
    this.#part("empty").hidden = items.length > 0;
    this.#part("list").hidden = items.length === 0;
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "mail", items.map((mail) => ({
      key: String(mail.number),
      words: { at: clockTime(mail.at), way: sentence(`way-${mail.kind}`), to: mail.to, subject: mail.subject || sentence("no-subject") },
      marks: { open: String(mail.number) === this.#opened ? "" : null },
    })));
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("tbody tr"))) {
      /** @type {HTMLAnchorElement} */ (row.querySelector("a")).href = `#${row.dataset.key}`;
    }
  }

  #open = async () => {
    const number = location.hash.slice(1);
    if (!/^\d+$/.test(number)) return;
    try {
      this.#show(number, /** @type {Shown} */ (await asked(`api/messages/${number}`)));
    } catch (fault) {
      if (!(fault instanceof NetworkLost)) throw fault;
    }
  };

  /** @param {string} number @param {Shown} shown */
  #show(number, shown) {
    this.#opened = number;
    const words = { subject: shown.subject || sentence("no-subject"), to: shown.to, at: dateAndTime(shown.at), save: sentence(`save-${shown.kind}`) };
    furnish(this.#part("message"), { words });
    /** @type {HTMLAnchorElement} */ (this.#part("source")).href = `api/messages/${number}/source`;
    for (const kind of ["mail", "whatsapp"]) this.#part(kind).hidden = shown.kind !== kind;
    if (shown.kind === "mail") this.#showMail(number, shown);
    else this.#showMessage(shown);
    this.#part("message").hidden = false;
    /** @type {HTMLElement} */ (this.querySelector("#subject")).focus();
    this.#polling?.now();
  }

  /** @param {string} number @param {Mail} mail */
  #showMail(number, mail) {
    furnish(this.#part("mail"), { words: { text: mail.text ?? "" } });
    draw(this.#part("headers"), "header", mail.headers.map((header, place) => ({ key: String(place), words: header })));
    this.#part("html").replaceChildren(...(mail.has_html ? [frameOf(number)] : []));
    this.#nameFrame();
  }

  /** @param {Message} message */
  #showMessage({ template, text, footer, button, document: file }) {
    furnish(this.#part("whatsapp"), { words: {
      said: text,
      footer: footer ?? "",
      button: button?.text ?? "",
      document: file?.name ?? "",
      size: file ? fileSize(file.bytes) : "",
      template: template ? sentence("by-template", { name: template }) : sentence("by-document"),
    } });
    this.#part("document").hidden = !file;
    this.#part("button").hidden = !button;
    if (button) /** @type {HTMLAnchorElement} */ (this.#part("opens")).href = button.opens;
  }

  #nameFrame = () => {
    const frame = this.querySelector("iframe");
    if (frame) frame.title = plain(sentence("html-title"));
  };
}

/** No script, no form, no cookie: links alone, in a tab of their own. @param {string} number @returns {HTMLIFrameElement} */
function frameOf(number) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  frame.src = `api/messages/${number}/html`;
  return frame;
}

/** @param {string} address @returns {Promise<unknown>} @throws {NetworkLost} */
async function asked(address) {
  const response = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) throw new NetworkLost();
  return response.json();
}

customElements.define("out-box", OutBox);
