/** The guestbook's form as the service takes it, what is plainly missing in it, and what it says in words. */

import { language, sentence } from "../bersama/language.js";
import { MOST, countOf } from "./count-stepper.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const LINES = ["name", "email", "phone", "institution"];
const CHOICES = ["priority", "gender", "age_group", "education", "job", "institution_type", "main_use"];

/** In the order in which they are asked. */
const ASKED = [
  "name", "email", "phone", "services", "group", "priority", "gender", "age_group", "education", "job", "institution_type", "institution",
  "main_use",
];

/** What is listed even where nothing was answered. */
const ALWAYS = ["phone", "priority"];

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
  const group = groupOf(given);
  if (group) body.group = group;
  if (confirmedEmail !== null && confirmedEmail === body.email) body.email_confirmed = true;
  return body;
}

/** Who came together, or null for somebody alone. @param {FormData} given @returns {{men: number, women: number} | null} */
function groupOf(given) {
  return given.has("in_group") ? { men: countOf(given.get("men")), women: countOf(given.get("women")) } : null;
}

/** Those that were ticked; one that is not asked for now, such as for a number that was taken out again, is not given. @param {HTMLFormElement} form */
function consentsOf(form) {
  const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[data-consent]:checked"));
  return [...ticked].filter((one) => !one.closest("[data-consent-place][hidden]")).map((one) => ({ code: one.dataset.consent, version: one.dataset.version }));
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
  if (step === "services") return faultsOfServices(body, fault);
  if (step === "priority" && needsConsent(form, body)) return fault("consents", "required");
  return [];
}

/**
 * @param {Record<string, any>} body
 * @param {(field: string, code: string) => Complaint[]} fault
 */
function faultsOfServices({ services, group }, fault) {
  return [...(services.length === 0 ? fault("services", "required") : []), ...(group ? faultsOfGroup(group, fault) : [])];
}

/**
 * @param {{men: number, women: number}} group
 * @param {(field: string, code: string) => Complaint[]} fault
 */
function faultsOfGroup({ men, women }, fault) {
  if (men + women < 2) return fault("group", "too-few");
  return Math.max(men, women) > MOST ? fault("group", "too-many") : [];
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
    .filter(({ field, answer }) => answer !== "" || ALWAYS.includes(field))
    .map((line) => (line.answer === "" ? { ...line, answer: sentence("no-answer") } : line));
}

/** @param {HTMLFormElement} form @param {string} field @returns {Twins | string} */
function answerTo(form, field) {
  if (field === "group") {
    const group = groupOf(new FormData(form));
    return group ? sentence("group-of", group) : "";
  }
  const line = form.querySelector(`input[name="${field}"]:not([type="radio"], [type="checkbox"])`);
  if (line instanceof HTMLInputElement) return line.value.trim();
  const checked = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${field}"]:checked`));
  const chosen = [...checked].filter((one) => one.value);
  if (chosen.length === 0) return "";
  /** @param {string} code */
  const words = (code) => chosen.map((one) => one.parentElement?.querySelector(`[lang="${code}"]`)?.textContent ?? "").join(", ");
  return { id: words("id"), en: words("en") };
}
