/** How a complaint goes on, by its code alone: no name is shown, and nothing is kept in the browser. */

import { NetworkLost, ProblemError, api } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { date, dateAndTime } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { draw, furnish } from "../bersama/list.js";
import { titleOf } from "../bersama/screens.js";
import { Submission } from "../kiosk/submission.js";
import "../bersama/error-summary.js";
import "../kunjungan/sure-button.js";
import { MOST_LETTERS, complaintCode, linkOf } from "./complaint-entry.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/screens.js").Screens} Screens */
/** @typedef {{state: string, at: string, note: string | null}} Happened */

/**
 * @typedef {object} Status the answer of GET /api/complaints/{code}
 * @property {string} code
 * @property {string} state
 * @property {string} received_at
 * @property {string} answer_due
 * @property {string | null} decision_due
 * @property {string | null} complete_by
 * @property {Happened[]} history
 * @property {{lapor: string}} next_step
 * @property {{complete: boolean, withdraw: boolean}} may
 */

const SETTLED = ["decided", "closed", "withdrawn"];
const MISREAD = [404, 422];
/** What each state looks like beside its words. @type {Record<string, string>} */
const MOODS = { incomplete: "heed", answered: "good", decided: "good", closed: "good" };

export class ComplaintStatus extends HTMLElement {
  /** @type {Screens | null} */
  #screens = null;
  /** @type {string} the code that the page is about */
  #code = "";
  #question = 0;
  #busy = false;
  /** @type {Submission | null} an addition or a withdrawal that may have arrived */
  #act = null;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    this.addEventListener("sure", this.#withdraw);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    this.removeEventListener("sure", this.#withdraw);
  }

  /** @param {Screens} screens of the page */
  use(screens) {
    this.#screens = screens;
  }

  /** Asks for a code. */
  ask() {
    this.#question += 1;
    this.#input.value = "";
    this.#summary("ask").clear();
    this.#show("ask");
  }

  /** Shows the complaint of a code, as it was typed. @param {string} typed */
  async open(typed) {
    this.#code = complaintCode(decoded(typed)) ?? decoded(typed);
    this.#question += 1;
    this.#act = null;
    this.#addition.value = "";
    if (!complaintCode(this.#code)) return this.#misread();
    this.#show("asking");
    return this.#look({ done: null, trouble: null });
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#code"));
  }

  get #addition() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("#addition"));
  }

  /** @param {string} screen @returns {ErrorSummary} */
  #summary(screen) {
    return /** @type {ErrorSummary} */ (this.querySelector(`[data-screen="${screen}"] error-summary`));
  }

  /** @param {string} screen */
  #show(screen) {
    this.#screens?.show(screen);
  }

  get #path() {
    return `/complaints/${encodeURIComponent(this.#code)}`;
  }

  /** Only the newest question is answered on the page. @param {Record<string, import("../bersama/language.js").Twins | null>} told beside it */
  async #look(told) {
    const question = this.#question;
    try {
      const found = await api("GET", this.#path);
      if (question === this.#question) this.#tell(found, told);
    } catch (fault) {
      if (question === this.#question) this.#refuse(fault);
    }
  }

  /** @param {Status} found @param {Record<string, import("../bersama/language.js").Twins | null>} told */
  #tell(found, told) {
    const happened = found.history.map(({ state }) => state);
    const dates = {
      answer: ["answered", ...SETTLED].some((one) => happened.includes(one)) ? null : found.answer_due,
      complete: found.complete_by,
      decision: SETTLED.includes(found.state) ? null : found.decision_due,
    };
    for (const [line, day] of Object.entries(dates)) /** @type {HTMLElement} */ (this.querySelector(`[data-line="${line}"]`)).hidden = !day;
    furnish(this, { words: {
      ...told,
      code: found.code,
      state: sentence(`state-${found.state}`),
      means: sentence(`means-${found.state}`),
      received: dateAndTime(found.received_at),
      ...Object.fromEntries(Object.entries(dates).map(([line, day]) => [line, day ? date(day) : null])),
    } });
    /** @type {HTMLElement} */ (this.querySelector(".state .tag")).className = `tag ${MOODS[found.state] ?? ""}`;
    draw(/** @type {HTMLElement} */ (this.querySelector(".history")), "event", found.history.map(eventRow).reverse());
    this.querySelector('[data-part="lapor"]')?.replaceChildren(linkOf("lapor", found.next_step.lapor));
    this.#part("completing").hidden = !found.may.complete;
    this.#part("withdrawing").hidden = !found.may.withdraw;
    this.#summary("status").clear();
    this.#show("status");
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    if (fault instanceof ProblemError && MISREAD.includes(fault.status)) {
      furnish(this, { words: { asked: this.#code } });
      return this.#show("unknown");
    }
    furnish(this, { words: { failed: passing(fault) } });
    return this.#show("failed");
  }

  #misread() {
    const typed = this.#code;
    this.ask();
    this.#input.value = typed;
    this.#complain("code-shape");
  }

  /** @param {string} key */
  #complain(key) {
    this.#summary("ask").show([{ field: "code", words: sentence(key) }], titleOf(/** @type {Element} */ (this.querySelector('[data-screen="ask"]'))));
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if ("completes" in /** @type {HTMLElement} */ (event.target).dataset) return this.#complete();
    const code = complaintCode(this.#input.value);
    if (!code) return this.#complain(this.#input.value.trim() ? "code-shape" : "code-missing");
    history.pushState(null, "", `#${code}`);
    return this.open(code);
  };

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest('[data-action="retry"]')) this.open(this.#code);
  };

  #complete() {
    const text = this.#addition.value.trim();
    const key = !text ? "addition-required" : [...text].length > MOST_LETTERS ? "field-text-too-long" : null;
    if (key) return this.#summary("status").show([{ field: "text", words: sentence(key) }], this.#title);
    return this.#do("completion", { text }, "done-completed");
  }

  #withdraw = () => this.#do("withdrawal", {}, "done-withdrawn");

  get #title() {
    return titleOf(/** @type {Element} */ (this.querySelector('[data-screen="status"]')));
  }

  /** One act at a time; what may have arrived is sent again as the same act. @param {string} act @param {object} body @param {string} done */
  async #do(act, body, done) {
    if (this.#busy) return;
    this.#busy = true;
    const same = JSON.stringify(this.#act?.pending?.body) === JSON.stringify(body);
    const sending = (same && this.#act) || new Submission(null, () => {}, (_, pending) => api("POST", `${this.#path}/${act}`, pending));
    this.#act = sending;
    try {
      const found = await sending.send("", body);
      this.#act = null;
      this.#addition.value = "";
      this.#tell(found, { done: sentence(done), trouble: null });
    } catch (fault) {
      await this.#refuseAct(fault);
    }
    this.#busy = false;
  }

  /** @param {unknown} fault */
  async #refuseAct(fault) {
    if (fault instanceof ProblemError && fault.status === 409) return this.#look({ done: null, trouble: wordsOf(fault) });
    const about = complaintsOf(fault).filter((one) => one.field === "text");
    if (about.length > 0) return this.#summary("status").show(about, this.#title);
    furnish(this, { words: { done: null, trouble: passing(fault) } });
    return window.scrollTo(0, 0);
  }
}

/** @param {Happened} one @param {number} place */
function eventRow({ state, at, note }, place) {
  return { key: `${place} ${at}`, words: { what: sentence(`state-${place > 0 && state === "received" ? "completed" : state}`), when: dateAndTime(at), note } };
}

/** @param {string} typed as it stands in an address */
function decoded(typed) {
  try {
    return decodeURIComponent(typed);
  } catch {
    return typed;
  }
}

/** What passes by itself, with when to come back in minutes where that is long. @param {unknown} fault */
function passing(fault) {
  if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
  const wait = fault instanceof ProblemError && fault.status === 429 ? fault.retryAfter ?? 0 : 0;
  return wait >= 120 ? sentence("busy-minutes", { n: Math.ceil(wait / 60) }) : wordsOf(fault);
}

customElements.define("complaint-status", ComplaintStatus);
