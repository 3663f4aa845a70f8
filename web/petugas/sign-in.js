/** Signing in: user name and password, and what the pool may still ask for. */

import { api, ProblemError } from "../bersama/api.js";
import { complaintsOf } from "../bersama/faults.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { titleOf } from "../bersama/screens.js";
import { isRefused, openSession } from "./staff.js";
import "../bersama/error-summary.js";

/** @typedef {import("../bersama/error-summary.js").ErrorSummary} ErrorSummary */
/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/** The step that answers a challenge of the pool. @type {Record<string, string>} */
const STEPS = { NEW_PASSWORD_REQUIRED: "new-password", SOFTWARE_TOKEN_MFA: "code" };

export class SignIn extends HTMLElement {
  /** @type {{username: string, session: string, challenge: string} | null} */
  #challenge = null;
  #busy = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("change", this.#reveal);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("change", this.#reveal);
  }

  /** From the start, with a word on why one is here. @param {Twins | null} notice */
  begin(notice) {
    furnish(this, { words: { notice } });
    this.#challenge = null;
    this.#show("password");
    for (const secret of this.#inputs("[name=password], [name=new_password], [name=code]")) secret.value = "";
  }

  /** @param {string} which a selector @returns {NodeListOf<HTMLInputElement>} */
  #inputs(which) {
    return this.querySelectorAll(which);
  }

  /** @param {string} step */
  #form(step) {
    return /** @type {HTMLFormElement} */ (this.querySelector(`form[data-step="${step}"]`));
  }

  /** @param {string} step */
  #show(step) {
    for (const form of this.querySelectorAll("form")) form.hidden = form.dataset.step !== step;
    const form = this.#form(step);
    this.#summary(form).clear();
    /** @type {HTMLElement | null} */ (form.querySelector("h2[tabindex]"))?.focus();
  }

  /** @param {HTMLFormElement} form */
  #summary(form) {
    return /** @type {ErrorSummary} */ (form.querySelector("error-summary"));
  }

  /** @param {Event} event */
  #reveal = (event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    if (box.dataset.action !== "reveal") return;
    /** @type {HTMLInputElement} */ (this.querySelector("#new-password")).type = box.checked ? "text" : "password";
  };

  /** @param {Event} event */
  #submit = async (event) => {
    event.preventDefault();
    if (this.#busy) return;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const missing = emptyFields(form);
    if (missing.length > 0) {
      this.#complain(form, missing);
      return;
    }
    this.#busy = true;
    try {
      this.#proceed(await this.#send(form));
    } catch (fault) {
      this.#refuse(form, fault);
    }
    this.#busy = false;
  };

  /** @param {HTMLFormElement} form */
  #send(form) {
    const typed = Object.fromEntries(new FormData(form));
    const { password } = typed;
    if (!this.#challenge) return api("POST", "/staff/session", { body: { username: this.#username, password } });
    const { username, session, challenge } = this.#challenge;
    const answer = challenge === "NEW_PASSWORD_REQUIRED" ? { new_password: typed.new_password } : { code: typed.code };
    return api("POST", "/staff/session/answer", { body: { username, session, challenge, ...answer } });
  }

  /** @param {{token?: string, challenge?: string, session?: string}} said */
  #proceed(said) {
    if (said.token) {
      openSession({ token: said.token });
      this.begin(null);
      this.dispatchEvent(new CustomEvent("signedin", { bubbles: true, detail: this.#username }));
      return;
    }
    const step = STEPS[said.challenge ?? ""];
    if (!step) {
      this.#complain(this.#form("password"), [{ words: sentence("challenge-unknown") }]);
      return;
    }
    this.#challenge = { username: this.#username, session: said.session ?? "", challenge: said.challenge ?? "" };
    for (const kept of this.#inputs(".unseen[name=username]")) kept.value = this.#username;
    furnish(this, { words: { notice: null } });
    this.#show(step);
  }

  get #username() {
    return /** @type {HTMLInputElement} */ (this.querySelector("#username")).value.trim();
  }

  /** @param {HTMLFormElement} form @param {unknown} fault */
  #refuse(form, fault) {
    if (fault instanceof ProblemError && fault.code === "password-too-weak") {
      this.#complain(form, [{ field: "new_password", words: sentence("password-too-weak") }]);
      return;
    }
    if (!isRefused(fault)) {
      this.#complain(form, complaintsOf(fault));
      return;
    }
    const { challenge } = this.#challenge ?? {};
    if (challenge) this.begin(null);
    const reason = challenge === "SOFTWARE_TOKEN_MFA" ? "code-refused" : challenge ? "challenge-over" : "sign-in-refused";
    this.#complain(this.#form("password"), [{ field: "username", words: sentence(reason) }]);
  }

  /** @param {HTMLFormElement} form @param {Complaint[]} complaints */
  #complain(form, complaints) {
    this.#summary(form).show(complaints, titleOf(this));
  }
}

/** @param {HTMLFormElement} form @returns {Complaint[]} */
function emptyFields(form) {
  const fields = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".field")]);
  return fields
    .filter((field) => field.querySelector("input")?.value.trim() === "")
    .map((field) => ({ field: field.dataset.field, words: sentence(`field-${field.dataset.field}-required`) }));
}

customElements.define("sign-in", SignIn);
