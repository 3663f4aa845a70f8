/** Shows how a flash disk is written: each copy's bytes, its proof, and what went wrong. It stands apart from what waits, so no poll touches it. */

import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { chooseDisk } from "./disk-choice.js";
import { DiskRun } from "./disk-run.js";
import { DiskFault } from "./disk-write.js";
import { altogether, endOf, entryRow, faultWords, headingOf, stepsOf } from "./disk-words.js";

/** @typedef {import("./desk-feed.js").Task} Task */
/** @typedef {import("./disk-run.js").Entry} Entry */
/** @typedef {import("../bersama/language.js").Twins} Twins */

export class DiskPanel extends HTMLElement {
  /** @type {DiskRun | null} */
  #run = null;
  #said = "";

  connectedCallback() {
    this.addEventListener("click", this.#press);
    window.addEventListener("beforeunload", this.#warn);
    document.addEventListener("languagechange", this.#show);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    window.removeEventListener("beforeunload", this.#warn);
    document.removeEventListener("languagechange", this.#show);
    this.#run?.stop();
  }

  get run() {
    return this.#run;
  }

  /** Whether a delivery is being written, or will be. @param {string} id */
  holds(id) {
    return this.isBusy && !["failed", undefined].includes(this.#run?.find(id)?.state);
  }

  /** Whether a delivery is on a disk, though the service does not say so yet. @param {string} id */
  hasOnDisk(id) {
    return ["proved", "unrecorded"].includes(this.#run?.find(id)?.state ?? "");
  }

  get isBusy() {
    return this.#run?.running ?? false;
  }

  /**
   * Asks for the disk and writes these copies, all of one visitor. Fires "diskmoved" at each step.
   * @param {Task[]} tasks @param {Entry[]} [before] what stays in sight; what is not recorded always does
   * @throws {DiskFault} where no disk was given; nothing has changed then
   */
  async write(tasks, before = this.#run?.unrecorded ?? []) {
    const disk = await chooseDisk();
    if (this.isBusy) throw new DiskFault("busy");
    const run = new DiskRun(disk, tasks, before);
    this.#run = run;
    run.addEventListener("moved", this.#show);
    run.addEventListener("progress", this.#draw);
    this.hidden = false;
    const going = run.go();
    this.#show();
    this.#heading.focus();
    await going;
  }

  get #heading() {
    return /** @type {HTMLElement} */ (this.querySelector("h3"));
  }

  #show = () => {
    if (!this.#run) return;
    this.#draw();
    this.#tell(this.#run);
    this.dispatchEvent(new CustomEvent("diskmoved", { bubbles: true }));
  };

  #draw = () => {
    const run = /** @type {DiskRun} */ (this.#run);
    furnish(this, {
      words: { heading: headingOf(run), altogether: run.running ? altogether(run) : null },
      marks: { busy: run.running ? "" : null, failed: run.failed.length > 0 ? "" : null },
    });
    const list = /** @type {HTMLElement} */ (this.querySelector(".copies"));
    draw(list, "disk-entry", run.entries.map(entryRow)).forEach((row, place) => showBar(row, run.entries[place]));
    showTotal(/** @type {HTMLProgressElement} */ (this.querySelector(".total")), run.entries);
  };

  /** Each copy that is through is said once, and then how all has ended. @param {DiskRun} run */
  #tell(run) {
    const through = run.entries.filter(({ state }) => ["proved", "failed", "unrecorded"].includes(state));
    const last = through[through.length - 1];
    const end = run.running ? null : endOf(run);
    furnish(this, { words: { end: end?.words ?? null } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="end"]')).className = `banner ${end?.kind ?? "good"}`;
    const said = run.running && last ? sentence(`disk-said-${last.state}`, { title: last.task.title }) : null;
    if (said && said.id !== this.#said) furnish(this, { words: { said } });
    if (!run.running) furnish(this, { words: { said: null } });
    this.#said = said?.id ?? "";
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const entry = this.#run?.find(key ?? "");
    if (button?.dataset.action === "stop") this.#run?.stop();
    if (button?.dataset.action === "again") this.#again();
    if (button?.dataset.action === "close") this.#close();
    if (button?.dataset.action === "record" && entry) this.#record(entry);
  };

  /** What is not on the disk yet, once more: on this disk or another. */
  async #again() {
    try {
      const { failed, entries } = /** @type {DiskRun} */ (this.#run);
      await this.write(failed.map(({ task }) => task), entries.filter(({ state }) => state !== "failed"));
    } catch (fault) {
      if (!(fault instanceof DiskFault)) throw fault;
      this.#refuse(faultWords(fault));
    }
  }

  /** @param {Entry} entry */
  async #record(entry) {
    entry.fault = null;
    await this.#run?.record(entry);
    this.#show();
  }

  /** @param {Twins} words */
  #refuse(words) {
    furnish(this, { words: { end: words } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="end"]')).className = "banner bad";
  }

  #close() {
    this.#run = null;
    this.hidden = true;
    this.dispatchEvent(new CustomEvent("diskclosed", { bubbles: true }));
  }

  /** Neither a file half written nor a proof that nobody knows of is lost unasked. @param {BeforeUnloadEvent} event */
  #warn = (event) => {
    if (this.isBusy || this.#run?.unrecorded.length) event.preventDefault();
  };
}

/** @param {HTMLElement} row @param {Entry} entry */
function showBar(row, entry) {
  const bar = /** @type {HTMLProgressElement} */ (row.querySelector("progress"));
  bar.max = Math.max(entry.size * 2, 1);
  bar.value = stepsOf(entry);
  bar.hidden = !["writing", "checking", "recording"].includes(entry.state);
  bar.ariaLabel = plain(sentence("disk-bar", { title: entry.task.title }));
}

/** @param {HTMLProgressElement} bar @param {Entry[]} entries */
function showTotal(bar, entries) {
  bar.max = Math.max(entries.reduce((sum, { size }) => sum + size * 2, 0), 1);
  bar.value = entries.reduce((sum, entry) => sum + stepsOf(entry), 0);
}

customElements.define("disk-panel", DiskPanel);
