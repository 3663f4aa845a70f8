/** A message that staff send by hand: its text, the way to WhatsApp, and the word that it was sent. */

import { furnish } from "../bersama/list.js";
import { numbersOf } from "./desk-words.js";
import { SmallDialog } from "./small-dialog.js";

/** @typedef {import("./desk-feed.js").Task} Task */
/** @typedef {{url: string, text: string}} Message */

export class DeskMessage extends SmallDialog {
  /** @type {Map<string, Message>} each holds a link of its own, so one is written once for a delivery */
  #written = new Map();
  /** @type {() => Promise<unknown>} */
  #sent = async () => {};

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
  }

  /**
   * The way to WhatsApp is a link of the page: no browser takes it for a window that nobody asked for.
   * @param {Task} task @param {() => Promise<Message>} write @param {() => Promise<unknown>} sent
   */
  async open(task, write, sent) {
    this.#sent = sent;
    furnish(this.dialog, { words: { numbers: numbersOf(task), title: task.title, text: null } });
    this.#ready(null);
    this.show();
    await this.send(async () => {
      const message = this.#written.get(task.delivery_id) ?? await write();
      this.#written.set(task.delivery_id, message);
      this.#ready(message);
    });
  }

  /** @param {Message | null} message */
  #ready(message) {
    furnish(this.dialog, { words: { text: message?.text ?? null } });
    const link = /** @type {HTMLAnchorElement} */ (this.querySelector("a"));
    link.hidden = !message;
    if (message) link.href = message.url;
    /** @type {HTMLButtonElement} */ (this.querySelector('[value="sent"]')).hidden = !message;
    if (message) link.focus();
  }

  /** @param {SubmitEvent} event */
  #submit = async (event) => {
    if (/** @type {HTMLButtonElement | null} */ (event.submitter)?.value !== "sent") return;
    event.preventDefault();
    if (await this.send(this.#sent)) this.close();
  };
}

customElements.define("desk-message", DeskMessage);
