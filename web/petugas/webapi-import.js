/** The office's titles are fetched from the WebAPI of BPS by the service; here one starts that, and sees how far it is. */

import { ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { number } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { language, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { ask, isRefused } from "./staff.js";
import "./import-report.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("./import-report.js").ImportReport} ImportReport */
/** @typedef {import("./import-report.js").Report} Report */

const PATH = "/publications/import";
const LOOK_EVERY_MS = 2000;

export class WebapiImport extends HTMLElement {
  #shown = false;
  /** @type {ReturnType<typeof poll> | undefined} */
  #watching;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#look);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#look);
    this.rest();
  }

  /** How the last one went, or goes: it may have been started at another desk. */
  enter() {
    this.#shown = true;
    this.#watch();
  }

  rest() {
    this.#shown = false;
    this.#watching?.stop();
  }

  #look = () => {
    if (this.#shown) this.#watch();
  };

  #watch() {
    this.#watching?.stop();
    this.#watching = poll(this.#follow, { every: LOOK_EVERY_MS, stale: this.#tellStale });
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector('[data-action="fetch"]'));
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest('[data-action="fetch"]') === this.#button) this.#fetch();
  };

  /** What another desk has started is followed as one's own. */
  async #fetch() {
    if (this.#button.ariaDisabled === "true") return;
    this.#busy(true);
    try {
      await ask("POST", PATH, { body: { source: "webapi" } });
    } catch (fault) {
      if (isRefused(fault)) return;
      if (!(fault instanceof ProblemError && fault.code === "import-running")) {
        this.#tell(wordsOf(fault), "bad");
        this.#busy(false);
        return;
      }
    }
    this.#watch();
  }

  #follow = async () => {
    const asked = language();
    /** @type {Report} */
    const report = await ask("GET", PATH);
    const runs = report.state === "running";
    if (!runs) this.#watching?.stop();
    this.#busy(runs);
    this.#progress(runs, report);
    if (report.state !== "none") this.#tell(...saidOf(report, asked));
    if (report.rows > 0) /** @type {ImportReport} */ (this.querySelector("import-report")).show(report, asked);
  };

  /** The button stays where the reader is, and says that it waits. @param {boolean} yes */
  #busy(yes) {
    this.#button.ariaDisabled = String(yes);
  }

  /** @param {boolean} runs @param {Report} report */
  #progress(runs, { page, pages }) {
    const bar = /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
    bar.hidden = !runs;
    if (pages) {
      bar.max = pages;
      bar.value = page ?? 0;
    } else bar.removeAttribute("value");
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    if (yes) this.#tell(sentence("fetch-slow"), "heed");
  };

  /** @param {Twins} said @param {string} mood */
  #tell(said, mood) {
    const place = /** @type {HTMLElement} */ (this.querySelector("[role=status]"));
    furnish(place, { words: { said } });
    /** @type {HTMLElement} */ (place.firstElementChild).className = `banner ${mood}`;
  }
}

/** @param {Report} report @param {string} asked the language of the service's own words @returns {[Twins, string]} */
function saidOf({ state, page, pages, rows, refused_rows: left, reason }, asked) {
  if (state === "failed") {
    const said = sentence("fetch-failed", { reason: reason ?? "" });
    return [{ [asked]: asked === "en" ? said.en : said.id }, "bad"];
  }
  if (state === "running" && !pages) return [sentence("fetch-asking"), "calm"];
  const counts = { page: number(page ?? 0), pages: number(pages ?? 0), rows: number(rows), n: number(left) };
  if (state === "running") return [sentence("fetch-going", counts), "calm"];
  if (rows === 0) return [sentence("fetch-none"), "heed"];
  return left > 0 ? [sentence("fetch-done-part", counts), "heed"] : [sentence("fetch-done", counts), "good"];
}

customElements.define("webapi-import", WebapiImport);
