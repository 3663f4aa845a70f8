/** Whose copy is it? A leaked file is chosen, sent, looked at by the service, and answered. */

import { NetworkLost, newKey, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { fileSize } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { language, plain, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { titleOf } from "../bersama/screens.js";
import { complaintAbout } from "./pdf-choice.js";
import { ask, isRefused } from "./staff.js";
import { candidateRows, evidenceRows, factsOf, gapRows, headline, moodOf } from "./trace-words.js";
import { upload, UploadDenied } from "./upload.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("./trace-words.js").Answer} Answer */
/** @typedef {{trace_id: string, state: string, reason: string | null, answer: Answer | null}} Trace */

const LOOK_EVERY_MS = 2000;
const SLOW_AFTER_MS = 90000;
const PAGE = 100;
const MOST_PAGES = 20;

export class CopyTrace extends HTMLElement {
  /** @type {File | null} */
  #file = null;
  #traceId = "";
  /** @type {AbortController | null} */
  #sending = null;
  /** @type {ReturnType<typeof poll> | undefined} */
  #watching;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#speak);
    window.addEventListener("beforeunload", this.#warn);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#speak);
    window.removeEventListener("beforeunload", this.#warn);
    this.#sending?.abort();
    this.#watching?.stop();
  }

  enter() {
    this.#list();
  }

  /** A file on its way, or being looked at, goes on while a visitor is served. */
  rest() {}

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("select"));
  }

  /** The titles to choose from; without them a file can be looked at as well. An option holds plain text only. */
  async #list() {
    const first = /** @type {HTMLOptionElement} */ (this.#select.options[0]);
    first.textContent = plain(sentence("trace-any"));
    try {
      const chosen = this.#select.value;
      this.#select.replaceChildren(first, ...(await publications()).map(optionOf));
      this.#select.value = chosen;
    } catch (fault) {
      lost(fault);
    }
  }

  /** What was not found comes in one language: it is asked for again in the other. */
  #speak = () => {
    const [first] = this.#select.options;
    if (first) first.textContent = plain(sentence("trace-any"));
    if (!this.#part("answer").hidden) this.#look().catch(lost);
  };

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    const file = /** @type {HTMLInputElement} */ (this.querySelector("#leak-file")).files?.[0] ?? null;
    const words = file ? await complaintAbout(file) : sentence("file-required");
    this.#summary.clear();
    this.#complain(null);
    if (words || !file) this.#summary.show([{ field: "file", words: words ?? {} }], titleOf(this));
    else await this.#send(file);
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "cancel") this.#sending?.abort();
    if (action === "another") this.#another();
  };

  #another() {
    this.#watching?.stop();
    this.#traceId = "";
    this.#form.reset();
    this.#show("choose");
    /** @type {HTMLElement} */ (this.querySelector("#leak-file")).focus();
  }

  /** @param {File} file */
  async #send(file) {
    const sending = new AbortController();
    this.#sending = sending;
    this.#file = file;
    this.#show("progress", true);
    this.#progress(file, 0);
    try {
      const body = this.#select.value ? { publication_id: this.#select.value } : {};
      const trace = await ask("POST", "/traces", { body, key: newKey() });
      await upload(trace.upload, file, { progress: (sent) => this.#progress(file, sent), signal: sending.signal });
      this.#watch(trace.trace_id);
    } catch (fault) {
      this.#refuse(fault, sending.signal.aborted);
    }
    this.#sending = null;
  }

  /** @param {File} file @param {number} sent in bytes */
  #progress(file, sent) {
    const percent = Math.floor((sent / file.size) * 100);
    const values = { percent, sent: fileSize(sent), size: fileSize(file.size) };
    furnish(this, { words: { progress: sentence(sent === 0 ? "upload-beginning" : "upload-progress", values) } });
    this.#bar.value = percent;
  }

  get #bar() {
    return /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
  }

  /** @param {unknown} fault @param {boolean} cancelled */
  #refuse(fault, cancelled) {
    if (isRefused(fault)) return;
    this.#show("choose");
    this.#complain(cancelled ? sentence("trace-cancelled") : whyNot(fault));
  }

  /** @param {Twins | null} trouble */
  #complain(trouble) {
    furnish(this, { words: { trouble } });
  }

  /** Follows the looking to its end. @param {string} traceId */
  #watch(traceId) {
    this.#traceId = traceId;
    this.#show("progress");
    this.#bar.removeAttribute("value");
    furnish(this, { words: { progress: sentence("trace-looking") } });
    const begun = Date.now();
    this.#watching = poll(async () => {
      const slow = Date.now() - begun > SLOW_AFTER_MS;
      if (slow) furnish(this, { words: { progress: sentence("trace-slow") } });
      await this.#look();
    }, { every: LOOK_EVERY_MS });
  }

  async #look() {
    try {
      this.#follow(await ask("GET", `/traces/${encodeURIComponent(this.#traceId)}`));
    } catch (fault) {
      const gone = fault instanceof ProblemError && fault.status === 404;
      if (!gone) throw fault;
      this.#another();
      this.#complain(sentence("trace-gone"));
    }
  }

  /** @param {Trace} trace */
  #follow(trace) {
    if (trace.state !== "done" && trace.state !== "refused") return;
    const fresh = this.#part("answer").hidden;
    this.#watching?.stop();
    this.#show("answer");
    if (trace.answer) this.#answer(trace.answer);
    else this.#refusal(trace.reason);
    if (fresh) this.#part("answer").focus();
  }

  /** @param {Answer} answer */
  #answer(answer) {
    const { words, mood } = headline(answer);
    this.#headline(words, mood);
    const facts = factsOf(answer);
    furnish(this, { words: facts });
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-fact]"))) {
      line.hidden = !facts[line.dataset.fact ?? ""];
    }
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="confidence"]')).className = `tag ${moodOf(answer.confidence)}`;
    this.#rows("evidence", evidenceRows(answer));
    this.#rows("candidates", candidateRows(answer));
    this.#rows("gaps", gapRows(answer));
    this.#part("facts").hidden = !answer.copy_code;
    this.#part("fair").hidden = !answer.copy_code && answer.candidates.length === 0;
  }

  /** @param {string | null} reason in the language asked for */
  #refusal(reason) {
    this.#headline(sentence("trace-refused", { reason: reason ? { [language()]: reason } : "" }), "bad");
    for (const name of ["facts", "evidence", "candidates", "gaps", "fair"]) this.#part(name).hidden = true;
  }

  /** @param {Twins} words @param {string} mood */
  #headline(words, mood) {
    furnish(this, { words: { headline: words, file: this.#file?.name ?? "" } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="headline"]')).className = `banner ${mood}`;
  }

  /** @param {string} name @param {import("../bersama/list.js").Row[]} rows */
  #rows(name, rows) {
    draw(/** @type {HTMLElement} */ (this.querySelector(`[data-list="${name}"]`)), "trace-line", rows);
    this.#part(name).hidden = rows.length === 0;
  }

  /** @param {"choose" | "progress" | "answer"} wanted @param {boolean} [stoppable] whether there is something to cancel */
  #show(wanted, stoppable = false) {
    for (const name of ["choose", "progress", "answer"]) this.#part(name).hidden = name !== wanted;
    /** @type {HTMLElement} */ (this.querySelector('[data-action="cancel"]')).hidden = !stoppable;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** Leaving would stop a file half way. @param {BeforeUnloadEvent} event */
  #warn = (event) => {
    if (this.#sending) event.preventDefault();
  };
}

/** @returns {Promise<{publication_id: string, title: string, year: number}[]>} all titles of the unit */
async function publications() {
  const found = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) });
    const answer = await ask("GET", `/publications?${query}`);
    found.push(...answer.items);
    cursor = answer.next ?? "";
    if (!cursor) break;
  }
  return found;
}

/** @param {{publication_id: string, title: string, year: number}} publication */
function optionOf({ publication_id, title, year }) {
  const option = document.createElement("option");
  option.value = publication_id;
  option.textContent = `${title} (${year})`;
  return option;
}

/** What cannot be asked for now stays in the language it came in. @param {unknown} fault */
function lost(fault) {
  if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
}

/** @param {unknown} fault @returns {Twins} */
function whyNot(fault) {
  if (fault instanceof ProblemError) return wordsOf(fault);
  if (fault instanceof NetworkLost) return sentence("trace-lost");
  if (fault instanceof UploadDenied) return sentence("trace-denied");
  throw fault;
}

customElements.define("copy-trace", CopyTrace);
