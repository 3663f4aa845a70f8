/** One complaint, opened: what was said, by whom where that may be known, what happened, and what is done next. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { draw, furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import "../bersama/error-summary.js";
import { actRows, additionRows, eventRows, lookOf, wholeOf } from "./complaint-words.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {import("./complaint-words.js").OpenComplaint} OpenComplaint */
/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const CLASSES = ["information", "without-supervision", "supervision"];
/** What tells the complainant something has to say it. */
const NEEDS_NOTE = ["answered", "incomplete", "decided"];

/** Fires "complaintleft". */
export class ComplaintView extends HTMLElement {
  /** @type {OpenComplaint | null} */
  #complaint = null;
  /** @type {Unit | null} */
  #unit = null;
  /** Which complaint the note is about: it outlives a session that ended while it was written. */
  #noteOf = "";
  #busy = false;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("submit", this.#submit);
    document.addEventListener("languagechange", this.#label);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("submit", this.#submit);
    document.removeEventListener("languagechange", this.#label);
  }

  /** Reading one is noted in the audit. @param {string} code @param {Unit} unit */
  async open(code, unit) {
    this.#unit = unit;
    this.#draw(await ask("GET", `/complaints/${encodeURIComponent(code)}`));
    if (code !== this.#noteOf) this.#note.value = "";
    this.#noteOf = code;
    this.#summary.clear();
    this.#tell(null);
  }

  /** Nothing that the complainant said stays in the page. */
  clear() {
    this.#complaint = null;
    furnish(this, { words: { code: "", text: "", contact: "", who: "" } });
    for (const list of [".additions", ".events"]) this.querySelector(list)?.replaceChildren();
  }

  get #note() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("#act-note"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {string} selector @returns {HTMLElement} */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** @param {OpenComplaint} complaint */
  #draw(complaint) {
    this.#complaint = complaint;
    furnish(this, { words: wholeOf(complaint, /** @type {Unit} */ (this.#unit)) });
    this.#place(".headline .tag").className = lookOf(complaint.mood);
    draw(this.#place(".additions"), "complaint-addition", additionRows(complaint.additions));
    draw(this.#place(".events"), "complaint-event", eventRows(complaint.history));
    const acts = draw(this.#place(".acts"), "complaint-act", actRows(complaint));
    acts.forEach((act, place) => {
      const input = /** @type {HTMLInputElement} */ (act.querySelector("input"));
      Object.assign(input, { id: `act-${complaint.may[place]}`, value: complaint.may[place], checked: complaint.may.length === 1 });
    });
    this.#place('[data-line="visit"]').hidden = !complaint.visit_day;
    this.#place('[data-part="acting"]').hidden = complaint.may.length === 0;
    this.#label();
  }

  /** An option holds plain text only. */
  #label = () => {
    const select = /** @type {HTMLSelectElement} */ (this.querySelector("#lapor-class"));
    const chosen = this.#complaint?.lapor_class ?? "";
    select.replaceChildren(...["", ...CLASSES].map((one) => new Option(plain(sentence(`lapor-${one || "none"}`)), one, false, one === chosen)));
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "print") window.print();
    if (action === "close") this.dispatchEvent(new CustomEvent("complaintleft", { bubbles: true }));
  };

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if ("acts" in /** @type {HTMLElement} */ (event.target).dataset) this.#act();
    else this.#classify();
  };

  #act() {
    const state = /** @type {HTMLInputElement | null} */ (this.querySelector(".acts input:checked"))?.value;
    const note = this.#note.value.trim();
    this.#summary.clear();
    if (!state) return this.#complain("state", "act-required");
    if (NEEDS_NOTE.includes(state) && !note) return this.#complain("note", "note-required");
    const body = { state, ...(note && { note }), version: this.#complaint?.version };
    return this.#send("events", body, sentence("act-done", { state: sentence(`complaint-${state}`) }));
  }

  #classify() {
    const { value } = /** @type {HTMLSelectElement} */ (this.querySelector("#lapor-class"));
    this.#send("class", { lapor_class: value || null }, sentence("lapor-saved"));
  }

  /** @param {string} field @param {string} key */
  #complain(field, key) {
    this.#summary.show([{ field, words: sentence(key) }], this.#title);
  }

  get #title() {
    return titleOf(/** @type {Element} */ (this.closest("[data-screen]")));
  }

  /** One change at a time: a doubled press is one. @param {string} path @param {object} body @param {Twins} done */
  async #send(path, body, done) {
    const complaint = this.#complaint;
    if (this.#busy || !complaint) return;
    this.#busy = true;
    furnish(this, { words: { saving: sentence("act-saving") } });
    try {
      const changed = await ask("POST", `/complaints/${encodeURIComponent(complaint.code)}/${path}`, { body });
      if (complaint === this.#complaint) this.#changed(changed, path, done);
    } catch (fault) {
      if (!isRefused(fault) && complaint === this.#complaint) await this.#refuse(fault);
    }
    furnish(this, { words: { saving: null } });
    this.#busy = false;
  }

  /** @param {OpenComplaint} changed @param {string} path @param {Twins} done */
  #changed(changed, path, done) {
    if (path === "events") this.#note.value = "";
    this.#draw(changed);
    this.#tell(done);
  }

  /** @param {unknown} fault */
  async #refuse(fault) {
    if (fault instanceof NetworkLost) return this.#tell(null, sentence("act-uncertain"));
    if (fault instanceof ProblemError && fault.code === "complaint-state") return this.#overtaken();
    const about = complaintsOf(fault).filter((one) => ["state", "note"].includes(one.field ?? ""));
    if (about.length > 0) return this.#summary.show(about, this.#title);
    return this.#tell(null, wordsOf(fault));
  }

  /** Somebody else was first: what they made of it is shown, and the note is kept. */
  async #overtaken() {
    try {
      this.#draw(await ask("GET", `/complaints/${encodeURIComponent(this.#complaint?.code ?? "")}`));
      this.#tell(null, sentence("act-overtaken", { state: sentence(`complaint-${this.#complaint?.state}`) }));
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, wordsOf(fault));
    }
  }

  /** @param {Twins | null} done @param {Twins | null} [trouble] */
  #tell(done, trouble = null) {
    furnish(this, { words: { done, trouble } });
    window.scrollTo(0, 0);
  }
}

customElements.define("complaint-view", ComplaintView);
