/** A complaint as the service takes it, what is plainly missing in it, what the unit offers to choose from, and its code as people type it. */

import { date, number } from "../bersama/format.js";
import { hasSentence, put, sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

export const MOST_LETTERS = 5000;
/** How few letters are left when that is said aloud. */
const FEW = 200;
const LINES = ["text", "name", "email", "phone"];
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A complaint's code without its hyphens, and the letters that are read as the digits they look like (Crockford's base 32). */
const LENGTH = 14;
const ALIKE = new Map([["I", "1"], ["L", "1"], ["O", "0"]]);

/** How a channel is followed from a page; a box is walked to. @type {Record<string, (value: string) => string>} */
const LINKS = {
  web: (value) => `https://${value}`,
  lapor: (value) => `https://${value}`,
  email: (value) => `mailto:${value}`,
  whatsapp: (value) => `https://wa.me/${value.replace(/\D/g, "").replace(/^0/, "62")}`,
};

/**
 * The body of POST /api/complaints but for its channel: what was left empty is left out.
 * @param {HTMLFormElement} form @param {string | null} visit the token of the visit that may be included
 * @returns {Record<string, unknown>}
 */
export function bodyOf(form, visit) {
  const given = new FormData(form);
  /** @type {Record<string, unknown>} */
  const body = { category: given.get("category") ?? "other", secret_identity: given.has("secret_identity") };
  for (const name of LINES) {
    const value = String(given.get(name) ?? "").trim();
    if (value) body[name] = value;
  }
  if (visit && given.has("visit")) body.visit_token = visit;
  return body;
}

/** What the page can see by itself; the service judges the rest. @param {HTMLFormElement} form @param {string} step @returns {Complaint[]} */
export function missingIn(form, step) {
  const { text = "", email } = /** @type {{text?: string, email?: string}} */ (bodyOf(form, null));
  /** @param {string} field @param {string} code */
  const fault = (field, code) => [{ field, words: sentence(`field-${field}-${code}`) }];
  if (step === "about" && !form.querySelector('[name="category"]:checked')) return fault("category", "required");
  if (step === "story" && !text) return fault("text", "required");
  if (step === "story" && [...text].length > MOST_LETTERS) return fault("text", "too-long");
  if (step === "reach" && email && !ADDRESS.test(email)) return fault("email", "not-an-address");
  return [];
}

/** Until when a complaint can be made and is answered, where the unit says so. @param {Unit} unit */
export function promisesOf(unit) {
  const { filing_days: within, answer_days: days } = unit.id.complaints ?? {};
  return {
    within: within ? sentence("complaint-within", { n: within }) : null,
    answered: days ? sentence("complaint-answered", { n: days }) : null,
  };
}

/** What is told of a complaint that was taken in. @param {{code: string, answer_due: string}} receipt @param {boolean} mailed whether an address was given */
export function receiptWords({ code, answer_due: due }, mailed) {
  return {
    code,
    address: `${location.host}/pengaduan/#${code}`,
    receipt: mailed ? sentence("complaint-receipt") : null,
    "answer-by": sentence("complaint-due", { day: date(due) }),
    copied: "",
  };
}

/** Every answer on one page, with the way to change it. @param {HTMLFormElement} form @param {string | null} visit */
export function listAnswers(form, visit) {
  const template = /** @type {HTMLTemplateElement} */ (form.querySelector(".answer-template"));
  form.querySelector(".summary")?.replaceChildren(...answersOf(form, visit).map(({ field, question, answer }) => {
    const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    put(/** @type {Element} */ (line.querySelector("dt")), question);
    put(/** @type {Element} */ (line.querySelector("dd")), answer);
    put(/** @type {Element} */ (line.querySelector(".unseen")), { id: `: ${question.id}`, en: `: ${question.en}` });
    /** @type {HTMLElement} */ (line.querySelector("button")).dataset.change = field;
    return line;
  }));
}

/** Every answer in words. @param {HTMLFormElement} form @param {string | null} visit @returns {{field: string, question: Twins, answer: Twins | string}[]} */
function answersOf(form, visit) {
  const body = bodyOf(form, visit);
  const chosen = form.querySelector('[name="category"]:checked')?.parentElement?.querySelector("strong");
  const contact = ["name", "email", "phone"].map((field) => [field, body[field] ?? sentence("complaint-no-answer")]);
  const lines = [
    ...(chosen ? [["category", twinsIn(chosen)]] : []),
    ["text", body.text ?? sentence("complaint-no-answer")],
    ...contact,
    ["secret_identity", sentence(body.secret_identity ? "secret-yes" : "secret-no")],
    ...(visit ? [["visit_token", sentence(body.visit_token ? "visit-yes" : "visit-no")]] : []),
  ];
  return lines.map(([field, answer]) => ({ field: String(field), question: sentence(`complaint-answer-${field}`), answer: /** @type {Twins | string} */ (answer) }));
}

/** @param {Element} place @returns {Twins} */
function twinsIn(place) {
  /** @param {string} code */
  const words = (code) => place.querySelector(`[lang="${code}"]`)?.textContent ?? "";
  return { id: words("id"), en: words("en") };
}

/** How many letters are left of a story; said aloud only when few are. @param {HTMLElement} root */
export function countLetters(root) {
  const left = MOST_LETTERS - [.../** @type {HTMLTextAreaElement} */ (root.querySelector("textarea")).value].length;
  const words = sentence(left < 0 ? "letters-over" : "letters-left", { n: number(Math.abs(left)) });
  const [shown, said] = ["count", "count-said"].map((part) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${part}"]`)));
  put(shown, words);
  shown.classList.toggle("over", left < 0);
  if (left < FEW) put(said, words);
  else said.replaceChildren();
}

/** Puts the unit's categories into the form; false where it has none. @param {HTMLElement} root @param {Unit} unit */
export function fillCategories(root, unit) {
  /** @type {{code: string}[]} */
  const categories = unit.id.complaints?.categories ?? [];
  const template = /** @type {HTMLTemplateElement} */ (root.querySelector(".choice-template"));
  root.querySelector(".categories")?.replaceChildren(...categories.map(({ code }, at) => {
    const choice = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    const hint = `category-hint-${code}`;
    furnish(choice, { words: { name: unit.both((said) => said.complaints.categories[at].name), hint: hasSentence(hint) ? sentence(hint) : null } });
    Object.assign(/** @type {HTMLInputElement} */ (choice.querySelector("input")), { value: code, id: `complaint-category-${code}` });
    return choice;
  }));
  return categories.length > 0;
}

/** The office's other ways, and LAPOR!; a kiosk names them, a page leads there. @param {HTMLElement} root @param {Unit} unit */
export function listChannels(root, unit) {
  /** @type {{kind: string, value: string}[]} */
  const channels = unit.id.complaint_channels ?? [];
  const ways = channels.filter(({ kind }) => kind !== "lapor");
  for (const list of root.querySelectorAll(".channels")) list.replaceChildren(...ways.map(wayOf));
  const lapor = channels.find(({ kind }) => kind === "lapor")?.value ?? "lapor.go.id";
  root.querySelector(".lapor")?.replaceChildren(linkOf("lapor", lapor));
}

/** @param {{kind: string, value: string}} channel */
function wayOf({ kind, value }) {
  const item = document.createElement("li");
  if (hasSentence(`channel-${kind}`)) {
    const name = document.createElement("span");
    put(name, sentence(`channel-${kind}`));
    item.append(name, ": ");
  }
  item.append(linkOf(kind.split("-")[0], value));
  return item;
}

/** @param {string} kind @param {string} value @returns {HTMLElement} */
export function linkOf(kind, value) {
  const leads = LINKS[kind] && !document.body.classList.contains("kiosk");
  const place = document.createElement(leads ? "a" : "strong");
  put(place, value);
  if (place instanceof HTMLAnchorElement) Object.assign(place, { href: LINKS[kind](value), rel: "noopener noreferrer" });
  return place;
}

/** A code as people type it, as the service writes it: two letters and three groups of four; null where it is none. @param {string} typed */
export function complaintCode(typed) {
  const bare = typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (bare.length !== LENGTH) return null;
  const body = bare.slice(2).replace(/[ILO]/g, (letter) => ALIKE.get(letter) ?? letter);
  return `${bare.slice(0, 2)}-${body.slice(0, 4)}-${body.slice(4, 8)}-${body.slice(8)}`;
}
