/** The results of the survey that are public: the head of the unit publishes that of a period that is over, or withdraws one. */

import { newKey } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { number, today } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { dayWords, periodWords } from "../bersama/period-words.js";
import { ask, isRefused } from "./staff.js";
import "./sure-dialog.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("./sure-dialog.js").SureDialog} SureDialog */
/** @typedef {import("./staff.js").Member} Member */
/** @typedef {{publication: string, from: string, to: string, published_on: string, withdrawn_at: string | null, respondents: number, ikm: number}} Result */

const PATH = "/skm/publications";

export class SkmPublishing extends HTMLElement {
  /** @type {import("./skm-report.js").Skm | null} */
  #skm = null;
  /** @type {Result[]} */
  #results = [];
  #isHead = false;
  #busy = false;

  connectedCallback() {
    this.#report?.addEventListener("reportshown", this.#follow);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.#report?.removeEventListener("reportshown", this.#follow);
    this.removeEventListener("click", this.#press);
  }

  /** @param {Member} member */
  async enter(member) {
    this.#isHead = member.role === "kepala";
    furnish(this, { words: { said: null, trouble: null } });
    await this.#try(() => this.#look());
  }

  rest() {}

  /** @param {Event} event */
  #follow = (event) => {
    this.#skm = /** @type {CustomEvent} */ (event).detail;
    furnish(this, { words: { said: null, trouble: null } });
    this.#draw();
  };

  async #look() {
    this.#results = (await ask("GET", PATH)).items;
    this.#draw();
  }

  #draw() {
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "published-row", this.#results.map(resultRow));
    this.#part("published").hidden = this.#results.length === 0;
    this.#part("none-published").hidden = this.#results.length > 0;
    this.toggleAttribute("data-head", this.#isHead);
    const hindrance = this.#skm && this.#hindrance(this.#skm);
    this.#part("publish").hidden = !this.#isHead || !this.#skm || hindrance !== null;
    furnish(this, { words: { hindrance: this.#isHead && hindrance ? sentence(`publish-${hindrance}`) : null } });
  }

  /** Why the period that is shown cannot be published; `null` where it can. @param {import("./skm-report.js").Skm} skm */
  #hindrance({ from, to, ikm }) {
    const same = this.#results.some((one) => one.from === from && one.to === to && !one.withdrawn_at);
    if (same) return "already";
    if (to >= today()) return "not-over";
    return ikm === null ? "too-few" : null;
  }

  /** @param {Event} event */
  #press = async (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    const result = this.#results.find((one) => one.publication === key);
    if (button?.dataset.action === "publish" && this.#skm) await this.#publish(this.#skm);
    if (button?.dataset.action === "withdraw" && result) await this.#withdraw(result);
  };

  /** @param {import("./skm-report.js").Skm} skm */
  async #publish({ from, to, ikm, respondents }) {
    const period = periodWords({ from, to });
    const figures = { period, ikm: number(ikm ?? 0, 2), n: number(respondents) };
    const doubt = { question: sentence("publish-sure"), words: sentence("publish-sure-words", figures), yes: sentence("publish-sure-yes") };
    if (!(await this.#sure.ask(doubt))) return;
    await this.#try(async () => {
      await ask("POST", PATH, { body: { from, to }, key: newKey() });
      await this.#done(sentence("publish-done", { period }));
    });
  }

  /** @param {Result} result */
  async #withdraw(result) {
    const period = periodWords(result);
    const doubt = { question: sentence("withdraw-result-sure"), words: sentence("withdraw-result-words", { period }), yes: sentence("withdraw-result-yes") };
    if (!(await this.#sure.ask(doubt))) return;
    await this.#try(async () => {
      await ask("DELETE", `${PATH}/${encodeURIComponent(result.publication)}`);
      await this.#done(sentence("withdraw-result-done", { period }));
    });
  }

  /** @param {import("../bersama/language.js").Twins} said */
  async #done(said) {
    await this.#look();
    furnish(this, { words: { said } });
    /** @type {HTMLElement} */ (this.querySelector("h2")).focus();
  }

  /** One thing at a time. @param {() => Promise<void>} work */
  async #try(work) {
    if (this.#busy) return;
    this.#busy = true;
    furnish(this, { words: { trouble: null } });
    try {
      await work();
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
    }
    this.#busy = false;
  }

  get #report() {
    return this.closest("[data-screen]")?.querySelector("skm-report");
  }

  get #sure() {
    return /** @type {SureDialog} */ (this.querySelector("sure-dialog"));
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Result} result @returns {Row} */
function resultRow(result) {
  return {
    key: result.publication,
    words: {
      period: periodWords(result),
      ikm: number(result.ikm, 2),
      respondents: number(result.respondents),
      on: dayWords(result.published_on),
      state: sentence(result.withdrawn_at ? "result-withdrawn" : "result-public"),
      act: sentence("withdraw-result"),
      about: periodWords(result),
    },
    marks: { withdrawn: result.withdrawn_at ? "" : null, mood: result.withdrawn_at ? "heed" : "good" },
  };
}

customElements.define("skm-publishing", SkmPublishing);
