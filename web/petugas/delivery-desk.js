/** What waits for the desk: flash disks to write, messages to send by hand, visitors to be told of what failed. */

import { wordsOf } from "../bersama/faults.js";
import { newKey } from "../bersama/api.js";
import { draw, furnish } from "../bersama/list.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { DeskFeed } from "./desk-feed.js";
import { byVisitor, callerRow, extentOf, numbersOf, taskRow } from "./desk-words.js";
import { canWriteDisks } from "./disk-choice.js";
import { DiskFault } from "./disk-write.js";
import { faultWords } from "./disk-words.js";
import { ask, isRefused } from "./staff.js";
import "./desk-message.js";
import "./disk-panel.js";

/** @typedef {import("./desk-feed.js").Task} Task */
/** @typedef {import("./desk-words.js").Caller} Caller */
/** @typedef {import("./disk-panel.js").DiskPanel} DiskPanel */
/** @typedef {import("../bersama/language.js").Twins} Twins */

export class DeliveryDesk extends HTMLElement {
  #feed = new DeskFeed();
  /** @type {Set<string>} deliveries whose file was saved by hand */
  #saved = new Set();
  /** @type {Set<string>} deliveries that are being asked about: a second press does nothing */
  #busy = new Set();

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("change", this.#show);
    this.addEventListener("diskmoved", this.#followDisk);
    this.addEventListener("diskclosed", this.#leaveDisk);
    this.#feed.addEventListener("tasks", this.#show);
    this.#feed.addEventListener("stale", this.#tellStale);
    document.addEventListener("languagechange", this.#speak);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("change", this.#show);
    this.removeEventListener("diskmoved", this.#followDisk);
    this.removeEventListener("diskclosed", this.#leaveDisk);
    document.removeEventListener("languagechange", this.#speak);
    this.stop();
  }

  /** From sign-in on the desk is followed, whichever area is shown. */
  begin() {
    this.toggleAttribute("data-writes", canWriteDisks());
    this.#feed.start();
  }

  stop() {
    this.#feed.stop();
  }

  enter() {
    this.#feed.now();
  }

  /** What was said is over when somebody has gone elsewhere; a disk is written on. */
  rest() {
    this.#tell(null);
  }

  /** Whether somebody may sign out now: not while a disk is being written, and that is said. @returns {boolean} */
  mayLeave() {
    if (!this.#panel.isBusy) return true;
    location.hash = "#permintaan";
    this.#tell(null, sentence("disk-leave"));
    return false;
  }

  get #panel() {
    return /** @type {DiskPanel} */ (this.querySelector("disk-panel"));
  }

  /** Reasons come in one language: they are asked for again in the other. */
  #speak = () => this.#feed.now();

  #show = () => {
    const held = this.contains(document.activeElement);
    this.#draw();
    if (held && document.activeElement === document.body) this.#heading.focus();
  };

  /** A row that is gone takes no focus with it. */
  get #heading() {
    return /** @type {HTMLElement} */ (this.querySelector("h2"));
  }

  #draw() {
    const callers = byVisitor(this.#feed.tasks.filter((task) => !this.#panel.hasOnDisk(task.delivery_id)));
    document.dispatchEvent(new CustomEvent("desktasks", { detail: callers }));
    furnish(this, { words: { count: countWords(callers.length) } });
    const cards = draw(/** @type {HTMLElement} */ (this.querySelector(".callers")), "desk-caller", callers.map(callerRow));
    cards.forEach((card, place) => this.#fill(card, callers[place]));
    /** @type {HTMLElement} */ (this.querySelector('[data-part="none"]')).hidden = callers.length > 0;
  }

  /** @param {HTMLElement} card @param {Caller} caller */
  #fill(card, { disks, messages, failures }) {
    draw(/** @type {HTMLElement} */ (card.querySelector(".disks")), "desk-disk", disks.map((task) => this.#diskRow(task)));
    draw(/** @type {HTMLElement} */ (card.querySelector(".messages")), "desk-text", messages.map(taskRow));
    draw(/** @type {HTMLElement} */ (card.querySelector(".failures")), "desk-failure", failures.map(taskRow));
    const chosen = this.#chosen(card).filter((task) => !this.#isWritten(task));
    const writing = disks.some((task) => this.#isWritten(task));
    furnish(card, {
      words: { extent: chosen.length > 0 ? extentOf(chosen) : sentence("extent-none") },
      marks: { disks: disks.length > 0 ? "" : null, writing: writing ? "" : null },
    });
  }

  /** @param {Task} task */
  #diskRow(task) {
    const row = taskRow(task);
    const state = this.#isWritten(task) ? "writing" : this.#saved.has(task.delivery_id) ? "saved" : null;
    return { ...row, marks: { ...row.marks, state } };
  }

  /** @param {Task} task */
  #isWritten(task) {
    return this.#panel.holds(task.delivery_id);
  }

  /** The copies of a card whose boxes are ticked; they all are at first. @param {Element} card @returns {Task[]} */
  #chosen(card) {
    const rows = /** @type {HTMLElement[]} */ ([...card.querySelectorAll(".disks > li:has(input:checked)")]);
    return rows.flatMap((row) => this.#task(row.dataset.key) ?? []);
  }

  /** @param {string | undefined} key */
  #task(key) {
    return this.#feed.tasks.find((one) => one.delivery_id === key);
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button?.dataset.action || button.closest("disk-panel, dialog")) return;
    const row = /** @type {HTMLElement | null} */ (button.closest("[data-key]"));
    if (button.dataset.action === "write") this.#write(this.#chosen(/** @type {HTMLElement} */ (row)));
    const task = this.#task(row?.dataset.key);
    if (task) this.#do(button.dataset.action, task);
  };

  /** @param {string} act @param {Task} task */
  #do(act, task) {
    const path = `/deliveries/${encodeURIComponent(task.delivery_id)}`;
    const numbers = numbersOf(task);
    if (act === "save") this.#once(task, () => this.#save(task, path));
    if (act === "saved") this.#once(task, () => this.#change(`${path}/handed-over`, {}, sentence("desk-said", { title: task.title, numbers })));
    if (act === "told") this.#once(task, () => this.#change(`${path}/noted`, {}, sentence("desk-told", { numbers })));
    if (act === "offer") this.#once(task, () => this.#offer(task));
    if (act === "message") this.#compose(task, path);
  }

  /** @param {Task[]} tasks */
  async #write(tasks) {
    this.#tell(null);
    if (this.#panel.isBusy) this.#tell(null, sentence("disk-busy"));
    else if (tasks.length === 0) this.#tell(null, sentence("disk-nothing"));
    else await this.#onDisk(tasks);
  }

  /** @param {Task[]} tasks */
  async #onDisk(tasks) {
    try {
      await this.#panel.write(tasks);
    } catch (fault) {
      if (!(fault instanceof DiskFault)) throw fault;
      this.#tell(null, faultWords(fault));
    }
  }

  /** A plain download, where the browser cannot write into folders or the disk does not let it. @param {Task} task @param {string} path */
  async #save(task, path) {
    const file = await ask("POST", `${path}/open`, { key: newKey(), body: {} });
    this.#saved.add(task.delivery_id);
    this.#tell(sentence("desk-saved", { filename: file.filename }));
    this.#show();
    location.assign(file.url);
  }

  /** @param {Task} task */
  async #offer(task) {
    const words = sentence("desk-offered", { channel: sentence(`channel-${task.offer}`), numbers: numbersOf(task) });
    await this.#change(`/requests/${encodeURIComponent(task.request_id)}/channels`, { channel: task.offer }, words);
  }

  /** @param {Task} task @param {string} path */
  #compose(task, path) {
    const dialog = /** @type {import("./desk-message.js").DeskMessage} */ (this.querySelector("desk-message"));
    const sent = () => this.#change(`${path}/handed-over`, {}, sentence("desk-sent", { numbers: numbersOf(task) }));
    dialog.open(task, () => ask("POST", `${path}/message`, { key: newKey(), body: {} }), sent);
  }

  /** @param {string} path @param {unknown} body @param {Twins} done */
  async #change(path, body, done) {
    await ask("POST", path, { key: newKey(), body });
    this.#tell(done);
    this.#feed.now();
  }

  /** @param {Task} task @param {() => Promise<void>} work */
  async #once(task, work) {
    if (this.#busy.has(task.delivery_id)) return;
    this.#busy.add(task.delivery_id);
    this.#tell(null);
    try {
      await work();
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
      this.#feed.now();
    }
    this.#busy.delete(task.delivery_id);
  }

  #followDisk = () => {
    this.#show();
    if (!this.#panel.isBusy) this.#feed.now();
    document.dispatchEvent(new CustomEvent("diskrun", { detail: this.#panel.run }));
  };

  #leaveDisk = () => {
    document.dispatchEvent(new CustomEvent("diskrun", { detail: null }));
    this.#heading.focus();
  };

  #tellStale = (/** @type {Event} */ event) => {
    const stale = /** @type {CustomEvent<boolean>} */ (event).detail;
    furnish(this, { words: { stale: stale ? sentence("desk-stale") : null } });
  };

  /** @param {Twins | null} said @param {Twins | null} [trouble] */
  #tell(said, trouble = null) {
    furnish(/** @type {HTMLElement} */ (this.querySelector(".told-here")), { words: { said, trouble } });
  }
}

/** @param {number} visitors */
function countWords(visitors) {
  if (visitors === 0) return null;
  return sentence(visitors === 1 ? "desk-visitor" : "desk-visitors", { n: number(visitors) });
}

customElements.define("delivery-desk", DeliveryDesk);
