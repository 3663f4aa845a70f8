/** A complaint that came on paper, by mail or by WhatsApp, entered with the time at which it really came. */

import { complaintsOf } from "../bersama/faults.js";
import { furnish } from "../bersama/list.js";
import { plain, sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { Submission } from "../kiosk/submission.js";
import "../bersama/error-summary.js";
import { EmailSlip } from "../pengaduan/email-slip.js";
import { momentAt, officeDay, officeTime } from "./office-time.js";
import { ask, isRefused } from "./staff.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Fault */
/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

const LINES = ["channel", "category", "text", "name", "email", "phone"];
const NEEDED = ["channel", "category", "text"];
const MOST_LETTERS = 5000;

/** Fires "complaintleft" and "complaintrecorded" (detail: the service's answer). */
export class ComplaintRecord extends HTMLElement {
  #submission = this.#fresh();
  #slip = new EmailSlip(this);
  /** @type {Unit | null} */
  #unit = null;
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
    document.addEventListener("languagechange", this.#label);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
    document.removeEventListener("languagechange", this.#label);
  }

  /** What was typed and not saved is still there. @param {Unit} unit */
  begin(unit) {
    this.#unit = unit;
    this.#label();
    if (!this.#value("text")) this.#empty();
    this.#follow();
  }

  /** Whether a complaint may have been saved and is still to be asked about. */
  get isUncertain() {
    return this.#submission.isUncertain;
  }

  #fresh() {
    return new Submission(null, () => {}, (_, pending) => ask("POST", "/complaints", pending));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #summary() {
    return /** @type {ErrorSummary} */ (this.querySelector("error-summary"));
  }

  get #zone() {
    return /** @type {Unit} */ (this.#unit).said.zone;
  }

  /** @param {string} name */
  #value(name) {
    return /** @type {HTMLInputElement | RadioNodeList} */ (this.#form.elements.namedItem(name)).value.trim();
  }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    /** @type {HTMLInputElement} */ (this.#form.elements.namedItem(name)).value = value;
  }

  #empty() {
    this.#form.reset();
    this.#summary.clear();
    this.#submission = this.#fresh();
    this.#slip.forget();
    this.#set("received_day", officeDay(this.#zone));
    this.#set("received_time", officeTime(this.#zone, Date.now()));
  }

  /** An option holds plain text only. */
  #label = () => {
    if (!this.#unit) return;
    const select = /** @type {HTMLSelectElement} */ (this.querySelector("#record-category"));
    const chosen = select.value;
    /** @type {{code: string, name: string}[]} */
    const categories = this.#unit.said.complaints?.categories ?? [];
    const options = categories.map(({ code, name }) => new Option(name, code, false, code === chosen));
    select.replaceChildren(new Option(plain(sentence("choose-category")), ""), ...options);
  };

  #follow() {
    const uncertain = this.isUncertain;
    /** @type {HTMLFieldSetElement} */ (this.querySelector('[data-part="questions"]')).disabled = uncertain;
    furnish(this, { words: {
      submit: sentence(uncertain ? "record-save-again" : "record-save"),
      uncertain: uncertain ? sentence("complaint-uncertain") : null,
      saving: this.#busy ? sentence("act-saving") : null,
    } });
  }

  /** The body of POST /api/staff/complaints: what was left empty is left out. */
  #body() {
    const lines = LINES.map((name) => [name, this.#value(name)]).filter(([, value]) => value);
    const secret = /** @type {HTMLInputElement} */ (this.#form.elements.namedItem("secret_identity")).checked;
    return { ...Object.fromEntries(lines), ...this.#slip.body, secret_identity: secret, received_at: this.#received };
  }

  /** @returns {string} the moment, or "" where day or time is missing */
  get #received() {
    const [day, time] = [this.#value("received_day"), this.#value("received_time")];
    return day && time ? momentAt(day, time, this.#zone) : "";
  }

  /** What the page can see by itself. @returns {Fault[]} */
  #faults() {
    const faults = NEEDED.filter((name) => !this.#value(name)).map((name) => fault(name, "required"));
    if ([...this.#value("text")].length > MOST_LETTERS) faults.push(fault("text", "too-long"));
    if (!this.#received) faults.push(fault("received_at", "required"));
    else if (Date.parse(this.#received) > Date.now()) faults.push(fault("received_at", "in-the-future"));
    return faults;
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    if (!this.#busy) this.#save();
  };

  async #save() {
    const faults = this.isUncertain ? [] : this.#faults();
    this.#summary.clear();
    if (faults.length > 0) return this.#summary.show(faults, this.#title);
    this.#busy = true;
    this.#follow();
    try {
      const answer = await this.#submission.send("", this.#body());
      this.#empty();
      this.dispatchEvent(new CustomEvent("complaintrecorded", { bubbles: true, detail: answer }));
    } catch (fault) {
      if (!isRefused(fault) && !this.isUncertain) this.#refuse(fault);
    }
    this.#busy = false;
    return this.#follow();
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    const complaints = complaintsOf(fault);
    this.#slip.offer(fault, complaints);
    this.#summary.show(complaints, this.#title);
  }

  get #title() {
    return titleOf(/** @type {Element} */ (this.closest("[data-screen]")));
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button && this.#slip.settle(button)) this.#save();
    if (button?.dataset.action === "cancel") {
      if (!this.isUncertain) this.#empty();
      this.dispatchEvent(new CustomEvent("complaintleft", { bubbles: true }));
    }
  };
}

/** @param {string} field @param {string} code @returns {Fault} */
function fault(field, code) {
  return { field, words: sentence(`field-${field}-${code}`) };
}

customElements.define("complaint-record", ComplaintRecord);
