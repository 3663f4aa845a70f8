/** The days that a report is about: chosen the same way in every report, and what is wrong with them said here. */

import { ProblemError } from "../bersama/api.js";
import { complaintsOf, wordsOf } from "../bersama/faults.js";
import { today } from "../bersama/format.js";
import { furnish, stamp } from "../bersama/list.js";
import { titleOf } from "../bersama/screens.js";
import { ask, isRefused } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {{from: string, to: string}} Days first and last, as "2025-11-01" */

/**
 * Fires "periodchosen" when somebody has chosen. `data-prefix` tells its ids from another report's; a report's own
 * questions stand inside it and are laid before the days.
 */
export class ReportPeriod extends HTMLElement {
  #question = 0;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
  }

  /**
   * The report of the chosen days; without days the service takes this month up to now. `null` where it was refused,
   * which is said here, or where a newer question overtook it.
   * @param {string} path under /api/staff
   * @returns {Promise<any>}
   */
  async load(path) {
    this.#lay();
    const question = (this.#question += 1);
    this.#summary.clear();
    try {
      const report = await ask("GET", `${path}?${this.#asked()}`);
      return question === this.#question ? this.#accept(report) : null;
    } catch (fault) {
      if (question === this.#question && !isRefused(fault)) this.#refuse(fault);
      return null;
    }
  }

  /** Once, when the template has come. */
  #lay() {
    if (this.querySelector("form")) return;
    const form = stamp("report-period");
    form.querySelector('[data-place="more"]')?.replaceWith(...this.children);
    for (const name of ["id", "for", "aria-describedby"]) {
      for (const one of form.querySelectorAll(`[data-field="from"] [${name}], [data-field="to"] [${name}]`)) {
        one.setAttribute(name, `${this.dataset.prefix}-${one.getAttribute(name)}`);
      }
    }
    this.append(form);
  }

  #asked() {
    const given = [...new FormData(/** @type {HTMLFormElement} */ (this.querySelector("form")))];
    return new URLSearchParams(given.filter(([, value]) => value).map(([name, value]) => [name, String(value)]));
  }

  /** @param {string} name */
  #input(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${name}"]`));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  /** @param {Days} report */
  #accept(report) {
    this.#choose(report);
    furnish(this, { words: { trouble: null } });
    return report;
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    const faulty = fault instanceof ProblemError && fault.errors.length > 0;
    if (faulty) this.#summary.show(complaintsOf(fault), titleOf(/** @type {Element} */ (this.closest("[data-screen]"))));
    furnish(this, { words: { trouble: faulty ? null : wordsOf(fault) } });
  }

  /** @param {Days} days */
  #choose({ from, to }) {
    this.#input("from").value = from;
    this.#input("to").value = to;
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#tell();
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "print") window.print();
    if (action && action in PERIODS) this.#change(PERIODS[action](this.#input("from").value));
  };

  /** @param {Days} days */
  #change(days) {
    this.#choose(days);
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("periodchosen", { bubbles: true }));
  }
}

/** What each button asks for, by the first day that is shown. Without a last day it is up to today. @type {Record<string, (day: string) => Days>} */
const PERIODS = {
  "this-month": () => ({ from: "", to: "" }),
  "month-before": monthBefore,
  "this-quarter": () => ({ from: dayOf(yearNow(), Math.floor((Number(today().slice(5, 7)) - 1) / 3) * 3, 1), to: "" }),
  "this-year": () => ({ from: dayOf(yearNow(), 0, 1), to: "" }),
  "last-year": () => ({ from: dayOf(yearNow() - 1, 0, 1), to: dayOf(yearNow(), 0, 0) }),
};

/** The whole month before the one that a day lies in; without a day, before the present one. @param {string} day @returns {Days} */
function monthBefore(day) {
  const [year, month] = (day || today()).split("-").map(Number);
  return { from: dayOf(year, month - 2, 1), to: dayOf(year, month - 1, 0) };
}

const yearNow = () => Number(today().slice(0, 4));

/** "2025-11-01" of (2025, 10, 1); a month or a day may lie outside of its year. @param {number} year @param {number} month from 0 @param {number} day */
function dayOf(year, month, day) {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

customElements.define("report-period", ReportPeriod);
