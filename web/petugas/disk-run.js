/** One run of writing: a visitor's copies onto one flash disk, one after another, each proved and told to the service. */

import { NetworkLost, newKey, ProblemError } from "../bersama/api.js";
import { DiskFault, removeFile, writeCopy } from "./disk-write.js";
import { ask } from "./staff.js";

/** @typedef {import("./desk-feed.js").Task} Task */
/** @typedef {import("./disk-write.js").Written} Written */
/** @typedef {import("./disk-write.js").OpenedCopy} OpenedCopy */

/**
 * @typedef {object} Entry how far one copy has got
 * @property {Task} task
 * @property {FileSystemDirectoryHandle} disk
 * @property {"queued" | "writing" | "checking" | "recording" | "proved" | "unrecorded" | "failed"} state
 * @property {number} size in bytes
 * @property {number} written
 * @property {number} checked
 * @property {unknown} fault
 * @property {Written | null} proof
 */

/** After these the disk takes no other copy either. */
const ENDING = ["gone", "permission", "locked", "failed", "stopped"];
/** How much is written between two drawings of the progress, in bytes. */
const STEP = 256 * 1024;

/** Fires "moved" when a copy comes into another state, and "progress" with its bytes. */
export class DiskRun extends EventTarget {
  /** @type {Entry[]} */
  entries;
  running = false;
  #stop = new AbortController();

  /** @param {FileSystemDirectoryHandle} disk @param {Task[]} tasks @param {Entry[]} [before] copies of an earlier run that are on a disk */
  constructor(disk, tasks, before = []) {
    super();
    this.disk = disk;
    this.entries = [...before, ...tasks.map((task) => newEntry(disk, task))];
  }

  /** Copies that are not on the disk. */
  get failed() {
    return this.entries.filter(({ state }) => state === "failed");
  }

  /** Copies that are, though the service does not know it yet. */
  get unrecorded() {
    return this.entries.filter(({ state }) => state === "unrecorded");
  }

  /** @param {string} id of a delivery @returns {Entry | undefined} */
  find(id) {
    return this.entries.find(({ task }) => task.delivery_id === id);
  }

  stop() {
    this.#stop.abort();
  }

  async go() {
    this.running = true;
    for (const entry of this.entries.filter(({ state }) => state === "queued")) {
      if (this.#isOver) this.#fail(entry, this.#ending);
      else await this.#do(entry);
    }
    this.running = false;
    this.dispatchEvent(new CustomEvent("moved"));
  }

  /** The fault after which nothing more is tried. */
  get #ending() {
    const fault = this.entries.map((entry) => entry.fault).find((one) => one instanceof DiskFault && ENDING.includes(one.code));
    return this.#stop.signal.aborted ? new DiskFault("stopped") : fault;
  }

  get #isOver() {
    return this.#ending !== undefined;
  }

  /** @param {Entry} entry */
  async #do(entry) {
    try {
      entry.proof = await this.#written(entry);
      await this.record(entry);
    } catch (fault) {
      this.#fail(entry, this.#stop.signal.aborted ? new DiskFault("stopped") : fault);
    }
  }

  /** An address of storage lives five minutes: one that has ended is asked for once more. @param {Entry} entry @returns {Promise<Written>} */
  async #written(entry) {
    this.#move(entry, "writing");
    const watch = this.#watch(entry);
    try {
      return await writeCopy(entry.disk, await open(entry.task), watch);
    } catch (fault) {
      if (!(fault instanceof DiskFault && fault.code === "expired")) throw fault;
      return writeCopy(entry.disk, await open(entry.task), watch);
    }
  }

  /** @param {Entry} entry @returns {import("./disk-write.js").Watch} */
  #watch(entry) {
    return {
      signal: this.#stop.signal,
      wrote: (bytes) => {
        const told = Math.floor(entry.written / STEP) !== Math.floor(bytes / STEP) || bytes >= entry.size;
        entry.written = bytes;
        if (told) this.dispatchEvent(new CustomEvent("progress"));
      },
      checked: (bytes) => {
        entry.checked = bytes;
        this.#move(entry, "checking");
      },
    };
  }

  /**
   * Tells the service what was read back. Where no answer comes the file and its proof stay, to be told again; where the
   * service says no, the copy may not be handed out and is taken off the disk.
   * @param {Entry} entry
   */
  async record(entry) {
    const proof = /** @type {Written} */ (entry.proof);
    this.#move(entry, "recording");
    try {
      await ask("POST", `/deliveries/${encodeURIComponent(entry.task.delivery_id)}/handed-over`, { key: newKey(), body: { parts: proof.parts } });
      this.#move(entry, "proved");
    } catch (fault) {
      if (isPassing(fault)) this.#keep(entry, fault);
      else await this.#takeBack(entry, fault);
    }
  }

  /** @param {Entry} entry @param {unknown} fault */
  #keep(entry, fault) {
    entry.fault = fault;
    this.#move(entry, "unrecorded");
  }

  /** @param {Entry} entry @param {unknown} fault */
  async #takeBack(entry, fault) {
    if (!(fault instanceof ProblemError)) throw fault;
    await removeFile(entry.disk, /** @type {Written} */ (entry.proof).name);
    entry.proof = null;
    this.#fail(entry, fault.errors.some(({ code }) => code === "parts-differ") ? new DiskFault("differs") : fault);
  }

  /** @param {Entry} entry @param {unknown} fault */
  #fail(entry, fault) {
    entry.fault = fault;
    this.#move(entry, "failed");
    if (!(fault instanceof DiskFault || fault instanceof ProblemError || fault instanceof NetworkLost)) reportError(fault);
  }

  /** @param {Entry} entry @param {Entry["state"]} state */
  #move(entry, state) {
    entry.state = state;
    this.dispatchEvent(new CustomEvent("moved"));
  }
}

/** @param {FileSystemDirectoryHandle} disk @param {Task} task @returns {Entry} */
function newEntry(disk, task) {
  return { task, disk, state: "queued", size: task.size_bytes ?? 0, written: 0, checked: 0, fault: null, proof: null };
}

/** @param {Task} task @returns {Promise<OpenedCopy>} */
function open(task) {
  return ask("POST", `/deliveries/${encodeURIComponent(task.delivery_id)}/open`, { key: newKey(), body: {} });
}

/** Whether another try may be answered otherwise. @param {unknown} fault */
function isPassing(fault) {
  return fault instanceof NetworkLost || (fault instanceof ProblemError && (fault.status >= 500 || [401, 429].includes(fault.status)));
}
