/** The guestbook's form as the service takes it, what is plainly missing in it, and what it says in words. */

import { language, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const LINES = ["name", "email", "phone", "institution"];
const CHOICES = ["priority", "gender", "age_group", "education", "job", "institution_type", "main_use"];

/** In the order in which they are asked. */
const ASKED = [
  "name", "email", "phone", "services", "priority", "gender", "age_group", "education", "job", "institution_type", "institution", "main_use",
];

/**
 * The body of POST /api/visits: what was left empty is left out.
 * @param {HTMLFormElement} form
 * @param {string | null} confirmedEmail an address that the visitor called right
 */
export function bodyOf(form, confirmedEmail) {
  const given = new FormData(form);
  /** @type {Record<string, unknown>} */
  const body = { language: language(), services: given.getAll("services"), consents: consentsOf(form) };
  for (const name of [...LINES, ...CHOICES]) {
    const value = String(given.get(name) ?? "").trim();
    if (value) body[name] = value;
  }
  if (confirmedEmail !== null && confirmedEmail === body.email) body.email_confirmed = true;
  return body;
}

/** @param {HTMLFormElement} form */
function consentsOf(form) {
  const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[data-consent]:checked"));
  return [...ticked].map((one) => ({ code: one.dataset.consent, version: one.dataset.version }));
}

/**
 * What the page can see by itself; the service judges the rest.
 * @param {HTMLFormElement} form
 * @param {string} step
 * @returns {Complaint[]}
 */
export function missingIn(form, step) {
  const body = bodyOf(form, null);
  const email = String(body.email ?? "");
  /** @param {string} field @param {string} code */
  const fault = (field, code) => [{ field, words: sentence(`field-${field}-${code}`) }];
  if (step === "name" && !body.name) return fault("name", "required");
  if (step === "email" && !email) return fault("email", "required");
  if (step === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return fault("email", "not-an-address");
  if (step === "services" && /** @type {string[]} */ (body.services).length === 0) return fault("services", "required");
  if (step === "priority" && needsConsent(form, body)) return fault("consents", "required");
  return [];
}

/**
 * A need in the queue is health data: it is recorded with its own consent only.
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} body
 */
function needsConsent(form, body) {
  const consent = /** @type {HTMLInputElement | null} */ (form.querySelector('[data-consent="special-needs"]'));
  return Boolean(body.priority && consent && !consent.checked);
}

/** The address with another domain: what stands before the @ stays. @param {string} address @param {string} domain */
export function withDomain(address, domain) {
  return `${address.trim().split("@")[0]}@${domain}`;
}

/**
 * Every answer in words, in both languages. Questions about the visitor that were not answered are left out.
 * @param {HTMLFormElement} form
 * @returns {{field: string, question: Twins, answer: Twins | string}[]}
 */
export function answersOf(form) {
  return ASKED.map((field) => ({ field, question: sentence(`answer-${field}`), answer: answerTo(form, field) }))
    .filter(({ field, answer }) => answer !== "" || ["phone", "priority"].includes(field))
    .map((line) => (line.answer === "" ? { ...line, answer: sentence("no-answer") } : line));
}

/** @param {HTMLFormElement} form @param {string} field @returns {Twins | string} */
function answerTo(form, field) {
  const line = form.querySelector(`input[name="${field}"]:not([type="radio"], [type="checkbox"])`);
  if (line instanceof HTMLInputElement) return line.value.trim();
  const checked = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${field}"]:checked`));
  const chosen = [...checked].filter((one) => one.value);
  if (chosen.length === 0) return "";
  /** @param {string} code */
  const words = (code) => chosen.map((one) => one.parentElement?.querySelector(`[lang="${code}"]`)?.textContent ?? "").join(", ");
  return { id: words("id"), en: words("en") };
}
