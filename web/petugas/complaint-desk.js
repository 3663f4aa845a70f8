/** The register of complaints: what is due first on top; one of them opened, or one more recorded. */

import { wordsOf } from "../bersama/faults.js";
import { clockTime, date } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { byDue, complaintRow, lookOf } from "./complaint-words.js";
import { ask, isRefused } from "./staff.js";
import "./complaint-record.js";
import "./complaint-view.js";

/** @typedef {import("./complaint-words.js").Complaint} Complaint */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const EVERY_MS = 60000;
const PAGE = "100";
/** The service tells the newest first: what is due first may stand on a later page. */
const PAGES = 3;
const PARTS = ["[data-part=register]", "complaint-view", "complaint-record"];

export class ComplaintDesk extends HTMLElement {
  /** @type {Unit | null} */
  #unit = null;
  #pages = PAGES;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("change", this.#filter);
    this.addEventListener("complaintleft", this.#list);
    this.addEventListener("complaintrecorded", this.#recorded);
    document.addEventListener("languagechange", this.#label);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("change", this.#filter);
    this.removeEventListener("complaintleft", this.#list);
    this.removeEventListener("complaintrecorded", this.#recorded);
    document.removeEventListener("languagechange", this.#label);
    this.#stop();
  }

  /** @param {import("./staff.js").Member} _member @param {Unit} unit */
  enter(_member, unit) {
    this.#unit = unit;
    this.#label();
    furnish(this, { words: { recorded: null } });
    if (this.#record.isUncertain) this.#show("complaint-record");
    else this.#list();
  }

  /** Nothing of a complainant is left on a screen that nobody looks at. */
  rest() {
    this.#stop();
    this.#view.clear();
  }

  #stop() {
    this.#polling?.stop();
    this.#polling = undefined;
  }

  get #view() {
    return /** @type {import("./complaint-view.js").ComplaintView} */ (this.querySelector("complaint-view"));
  }

  get #record() {
    return /** @type {import("./complaint-record.js").ComplaintRecord} */ (this.querySelector("complaint-record"));
  }

  get #select() {
    return /** @type {HTMLSelectElement} */ (this.querySelector("#complaint-state"));
  }

  get #register() {
    return /** @type {HTMLElement} */ (this.querySelector("[data-part=register]"));
  }

  /** One part at a time. @param {string} name a selector */
  #show(name) {
    for (const part of PARTS) /** @type {HTMLElement} */ (this.querySelector(part)).hidden = part !== name;
    /** @type {HTMLElement} */ (this.querySelector('[data-part="begin"]')).hidden = name !== PARTS[0];
    if (name !== PARTS[0]) this.#stop();
    if (name !== "complaint-view") this.#view.clear();
    /** @type {HTMLElement | null} */ (this.querySelector(`${name} h2[tabindex]`))?.focus();
  }

  #list = () => {
    this.#show(PARTS[0]);
    this.#stop();
    this.#polling = poll(this.#ask, { every: EVERY_MS, stale: this.#tellStale });
  };

  /** An option holds plain text only. */
  #label = () => {
    for (const option of this.#select.options) option.textContent = plain(sentence(option.value ? `complaint-${option.value}` : "complaints-all"));
  };

  /** @param {Event} event */
  #filter = (event) => {
    if (event.target !== this.#select) return;
    this.#pages = PAGES;
    this.#polling?.now();
  };

  #ask = async () => {
    const state = this.#select.value;
    /** @type {Complaint[]} */
    const found = [];
    let answer = { items: found, next: "", due_soon: 0, overdue: 0 };
    try {
      for (let page = 0; page < this.#pages && (page === 0 || answer.next); page += 1) {
        const query = new URLSearchParams({ limit: PAGE, ...(state && { state }), ...(answer.next && { cursor: answer.next }) });
        answer = await ask("GET", `/complaints?${query}`);
        found.push(...answer.items);
      }
    } catch (fault) {
      if (!isRefused(fault)) furnish(this.#register, { words: { trouble: wordsOf(fault) } });
      throw fault;
    }
    if (state === this.#select.value) this.#draw(byDue(found), answer);
    else this.#polling?.now();
  };

  /** @param {Complaint[]} complaints @param {{next: string, due_soon: number, overdue: number}} answer */
  #draw(complaints, { next, due_soon: soon, overdue }) {
    const some = complaints.length > 0;
    furnish(this.#register, { words: {
      trouble: null,
      "as-of": sentence("list-as-of", { time: clockTime(new Date().toISOString()) }),
      overdue: overdue > 0 ? sentence("complaints-over", { n: overdue }) : null,
      soon: soon > 0 ? sentence("complaints-soon", { n: soon }) : null,
      calm: overdue + soon === 0 && some ? sentence("complaints-calm") : null,
      none: some ? null : sentence(this.#select.value ? "complaints-none-such" : "complaints-none"),
    } });
    const body = /** @type {HTMLElement} */ (this.querySelector("tbody"));
    const rows = draw(body, "complaint-row", complaints.map((one) => complaintRow(one, /** @type {Unit} */ (this.#unit))));
    rows.forEach((row, place) => {
      /** @type {HTMLElement} */ (row.querySelector(".tag")).className = lookOf(complaints[place].mood);
    });
    /** @type {HTMLElement} */ (this.querySelector('[data-part="list"]')).hidden = !some;
    /** @type {HTMLElement} */ (this.querySelector('[data-action="more"]')).hidden = !next;
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    furnish(this.#register, { words: { stale: yes ? sentence("list-stale") : null } });
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const action = button?.dataset.action;
    if (action === "record") this.#begin();
    if (action === "open") this.#open(/** @type {HTMLElement} */ (button?.closest("[data-key]")).dataset.key ?? "");
    if (action === "more") {
      this.#pages += PAGES;
      this.#polling?.now();
    }
  };

  #begin() {
    furnish(this, { words: { recorded: null } });
    this.#record.begin(/** @type {Unit} */ (this.#unit));
    this.#show("complaint-record");
  }

  /** @param {string} code */
  async #open(code) {
    furnish(this, { words: { recorded: null } });
    try {
      await this.#view.open(code, /** @type {Unit} */ (this.#unit));
      this.#show("complaint-view");
    } catch (fault) {
      if (!isRefused(fault)) furnish(this.#register, { words: { trouble: wordsOf(fault) } });
    }
  }

  /** @param {Event} event */
  #recorded = (event) => {
    const { code, answer_due: due } = /** @type {CustomEvent} */ (event).detail;
    this.#list();
    furnish(this, { words: { recorded: sentence("complaint-recorded", { code, day: date(due) }) } });
  };
}

customElements.define("complaint-desk", ComplaintDesk);
