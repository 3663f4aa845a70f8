/** Jobs that failed for good, and another run of one or of all: in portions, so that it is seen to go on. */

import { wordsOf } from "../bersama/faults.js";
import { dateAndTime, number } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {{job_id: string, kind: string, about: string | null, tries: number, since: string}} FailedJob */

export class FailedJobs extends HTMLElement {
  #busy = false;
  /** @type {FailedJob[]} */
  #jobs = [];

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  async enter() {
    this.#tell(null);
    await this.#look();
  }

  rest() {}

  async #look() {
    try {
      this.#show((await ask("GET", "/failed-jobs")).items);
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
    }
  }

  /** @param {FailedJob[]} jobs */
  #show(jobs) {
    this.#jobs = jobs;
    draw(/** @type {HTMLElement} */ (this.querySelector("tbody")), "failed-row", jobs.map((job) => ({
      key: job.job_id,
      words: {
        kind: sentence(`failed-${job.kind}`),
        about: aboutOf(job),
        what: aboutOf(job),
        tries: sentence("failed-tries", { count: number(job.tries) }),
        since: dateAndTime(job.since),
      },
    })));
    this.#part("list").hidden = jobs.length === 0;
    this.#part("none").hidden = jobs.length > 0;
    this.#button("all").hidden = jobs.length < 2;
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    if (button?.dataset.action === "look") this.enter();
    if (button?.dataset.action === "one" && key) this.#redrive([key], 1);
    if (button?.dataset.action === "all") this.#redrive([], this.#jobs.length);
  };

  /** One call moves so many at most; they go on until none is left. @param {string[]} jobs none: all @param {number} of */
  async #redrive(jobs, of) {
    if (this.#busy) return;
    this.#busy = true;
    let done = 0;
    try {
      for (let going = true; going; ) {
        this.#progress(done, of);
        const { redriven, left } = await ask("POST", "/failed-jobs/redrive", { body: { job_ids: jobs } });
        done += redriven;
        going = jobs.length === 0 && redriven > 0 && left > 0 && done < of;
      }
      this.#tell(done > 0 ? sentence("failed-again", { count: number(done) }) : sentence("failed-gone"));
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
    }
    this.#part("progress").hidden = true;
    this.#busy = false;
    await this.#look();
    if (!this.contains(document.activeElement)) this.#button("look").focus();
  }

  /** @param {number} done @param {number} of */
  #progress(done, of) {
    const bar = /** @type {HTMLProgressElement} */ (this.#part("progress"));
    bar.max = of;
    bar.value = done;
    bar.hidden = false;
    this.#tell(sentence("failed-going", { done: number(done), of: number(of) }));
  }

  /** @param {Twins | null} said @param {Twins | null} [trouble] */
  #tell(said, trouble = null) {
    furnish(this, { words: { said, trouble } });
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} action */
  #button(action) {
    return /** @type {HTMLButtonElement} */ (this.querySelector(`[data-action="${action}"]`));
  }
}

/** An import is about no single title. @param {FailedJob} job */
function aboutOf({ about, kind }) {
  return about ?? sentence(kind === "importing" ? "failed-about-all" : "failed-about-nothing");
}

customElements.define("failed-jobs", FailedJobs);
