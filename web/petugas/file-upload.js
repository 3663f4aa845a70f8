/** A publication's file on its way: chosen, sent, checked and prepared, ready or refused. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { fileSize, number } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { language, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { titleOf } from "../bersama/screens.js";
import { complaintAbout } from "./pdf-choice.js";
import { preparationWords } from "./preparation-words.js";
import { ask, isRefused } from "./staff.js";
import { upload, UploadDenied } from "./upload.js";
import "../bersama/error-summary.js";

/** @typedef {import("./upload.js").PresignedForm} PresignedForm */
/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("./preparation-words.js").Progress} Progress */
/** @typedef {{publication_id: string, title: string, digital?: string}} Publication */

const LOOK_EVERY_MS = 2000;
const SLOW_AFTER_MS = 180000;

export class FileUpload extends HTMLElement {
  /** @type {Publication} */
  #publication = { publication_id: "", title: "" };
  /** @type {File | null} */
  #file = null;
  /** @type {AbortController | null} */
  #sending = null;
  /** @type {ReturnType<typeof poll> | undefined} */
  #watching;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    window.addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    window.removeEventListener("beforeunload", this.#warn);
    this.#forget();
  }

  /** Whether a file is on its way now. */
  get isSending() {
    return this.#sending !== null;
  }

  /** Lets a file be chosen for a publication. @param {Publication} publication */
  choose(publication) {
    this.#take(publication, null);
    /** @type {HTMLFormElement} */ (this.querySelector("form")).reset();
    this.#summary.clear();
    this.#show({ choose: true });
  }

  /** Sends a file that was chosen already. @param {Publication} publication @param {File} file @param {PresignedForm} form */
  async send(publication, file, form) {
    this.#take(publication, file);
    await this.#send(file, async () => form);
  }

  /** @param {Publication} publication @param {File | null} file */
  #take(publication, file) {
    this.#forget();
    this.#publication = publication;
    this.#file = file;
    const replacing = publication.digital === "ready" ? sentence("upload-replacing") : null;
    furnish(this, { words: { title: publication.title, replacing, outcome: null } });
  }

  #forget() {
    this.#sending?.abort();
    this.#watching?.stop();
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    const file = /** @type {HTMLInputElement} */ (this.querySelector("#new-file")).files?.[0] ?? null;
    const words = file ? await complaintAbout(file) : sentence("file-required");
    this.#summary.clear();
    if (words || !file) {
      this.#summary.show([{ field: "file", words: words ?? {} }], titleOf(this));
      return;
    }
    this.#file = file;
    await this.#again();
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "cancel") this.#sending?.abort();
    if (action === "resend") this.#again();
  };

  /** A presigned form lasts five minutes: every try gets a fresh one. */
  async #again() {
    const path = `/publications/${encodeURIComponent(this.#publication.publication_id)}/upload`;
    if (this.#file) await this.#send(this.#file, async () => (await ask("POST", path, { body: {} })).upload);
  }

  /** @param {File} file @param {() => Promise<PresignedForm>} form */
  async #send(file, form) {
    const sending = new AbortController();
    this.#sending = sending;
    this.#tell(null);
    this.#show({ progress: true });
    this.#progress(file, 0);
    try {
      await upload(await form(), file, { progress: (sent) => this.#progress(file, sent), signal: sending.signal });
      this.#watch();
    } catch (fault) {
      this.#refuse(fault, sending);
    }
    if (this.#sending === sending) this.#sending = null;
  }

  /** @param {File} file @param {number} sent in bytes */
  #progress(file, sent) {
    const percent = Math.floor((sent / file.size) * 100);
    const values = { percent, sent: fileSize(sent), size: fileSize(file.size) };
    furnish(this, { words: { progress: sentence(sent === 0 ? "upload-beginning" : "upload-progress", values) } });
    /** @type {HTMLProgressElement} */ (this.querySelector("progress")).value = percent;
  }

  /** @param {unknown} fault @param {AbortController} sending */
  #refuse(fault, sending) {
    if (isRefused(fault)) return;
    const cancelled = sending.signal.aborted;
    if (cancelled && this.#sending !== sending) return;
    this.#show({ resend: true });
    this.#tell(cancelled ? sentence("upload-cancelled") : whyNot(fault), "bad");
  }

  /** Follows the check and the preparation to their end. */
  #watch() {
    this.#show({});
    this.#tell(sentence("upload-arrived"), "calm");
    const { publication_id } = this.#publication;
    const look = async () => this.#follow(await ask("GET", `/publications/${encodeURIComponent(publication_id)}`));
    const slow = () => this.#tell(sentence("upload-slow"), "heed");
    let begun = Date.now();
    this.#watching = poll(async () => {
      await look();
      if (Date.now() - begun > SLOW_AFTER_MS) {
        slow();
        begun = Infinity;
      }
    }, { every: LOOK_EVERY_MS });
  }

  /** @param {{state: string, progress: Progress | null, pages: number | null, reason: string | null}} publication */
  #follow({ state, progress, pages, reason }) {
    if (state === "preparing" && progress) this.#prepare(progress);
    if (state !== "ready" && state !== "refused") return;
    this.#watching?.stop();
    if (state === "ready") {
      this.#tell(sentence("upload-ready", { pages: number(pages ?? 0) }), "good");
      this.#show({ another: true });
    } else {
      this.choose(this.#publication);
      this.#tell(sentence("reason-only", { reason: reason ? { [language()]: reason } : "" }), "bad");
    }
  }

  /** @param {Progress} progress */
  #prepare(progress) {
    this.#show({ preparation: true });
    furnish(this, { words: { preparation: preparationWords(progress) } });
    const bar = /** @type {HTMLProgressElement} */ (this.querySelector('[data-part="preparation"] progress'));
    bar.max = progress.of || 1;
    bar.value = progress.done;
  }

  /** @param {{choose?: boolean, progress?: boolean, preparation?: boolean, resend?: boolean, another?: boolean}} parts */
  #show({ choose = false, progress = false, preparation = false, resend = false, another = false }) {
    for (const [name, shown] of Object.entries({ choose, progress, preparation, another })) {
      /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`)).hidden = !shown;
    }
    /** @type {HTMLElement} */ (this.querySelector('[data-action="resend"]')).hidden = !resend;
  }

  /** @param {Twins | null} outcome @param {string} [kind] */
  #tell(outcome, kind = "") {
    furnish(this, { words: { outcome } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="outcome"]')).className = `banner ${kind}`;
  }

  /** Leaving would stop a file half way. @param {BeforeUnloadEvent} event */
  #warn = (event) => {
    if (this.isSending) event.preventDefault();
  };
}

/** @param {unknown} fault @returns {Twins} */
function whyNot(fault) {
  if (fault instanceof ProblemError) return wordsOf(fault);
  if (fault instanceof NetworkLost) return sentence("upload-lost");
  if (fault instanceof UploadDenied) return sentence("upload-denied");
  throw fault;
}

customElements.define("file-upload", FileUpload);
