/** The links to one copy: made when, until when, opened how often; each can be revoked by itself. */

import { dateAndTime, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { SmallDialog } from "./small-dialog.js";
import { ask } from "./staff.js";

/** @typedef {import("./request-words.js").CopyRequest} CopyRequest */
/** @typedef {import("./sure-dialog.js").SureDialog} SureDialog */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {{link_id: string, created_at: string, expires_at: string, state: "active" | "revoked", opened: number}} Link */

export class CopyLinks extends SmallDialog {
  #path = "";
  /** @type {Link[]} */
  #links = [];

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /** @param {CopyRequest} request @param {SureDialog} sure */
  async open(request, sure) {
    this.sure = sure;
    this.#path = `/requests/${encodeURIComponent(request.request_id)}/links`;
    furnish(this.dialog, { words: { numbers: request.numbers.join(", ") || "–", title: request.publication.title, said: null } });
    this.#show([], false);
    this.show();
    await this.send(() => this.#look());
  }

  async #look() {
    this.#show((await ask("GET", this.#path)).items, true);
  }

  /** @param {Link[]} links @param {boolean} known whether the service has told of them */
  #show(links, known) {
    this.#links = links;
    draw(/** @type {HTMLElement} */ (this.querySelector(".links")), "link-row", links.map(linkRow));
    /** @type {HTMLElement} */ (this.querySelector('[data-part="no-links"]')).hidden = !known || links.length > 0;
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const link = this.#links.find((one) => one.link_id === key);
    if (button?.dataset.action === "revoke-link" && link) this.#consider(link);
  };

  /** @param {Link} link */
  async #consider(link) {
    const made = sentence("link-made", { when: dateAndTime(link.created_at) });
    const doubt = { question: sentence("link-sure"), words: sentence("link-sure-words", { made }), yes: sentence("link-sure-yes") };
    if (await this.sure?.ask(doubt)) await this.send(() => this.#revoke(link));
  }

  /** @param {Link} link */
  async #revoke(link) {
    await ask("POST", `${this.#path}/${encodeURIComponent(link.link_id)}/revoke`, { body: {} });
    furnish(this.dialog, { words: { said: sentence("link-done") } });
    await this.#look();
    /** @type {HTMLElement} */ (this.dialog.querySelector("form button")).focus();
  }
}

/** @param {Link} link @returns {Row} */
function linkRow(link) {
  const state = link.state === "active" && Date.parse(link.expires_at) <= Date.now() ? "expired" : link.state;
  const count = link.opened < 2 ? String(link.opened) : "n";
  return {
    key: link.link_id,
    words: {
      state: sentence(`link-${state}`),
      made: sentence("link-made", { when: dateAndTime(link.created_at) }),
      until: sentence("link-until", { when: dateAndTime(link.expires_at) }),
      opened: sentence(`link-opened-${count}`, { n: number(link.opened) }),
    },
    marks: { state },
  };
}

customElements.define("copy-links", CopyLinks);
