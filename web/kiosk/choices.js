/** The questions whose answers are the unit's own: services, code lists, consents. */

import { hasSentence, put, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/**
 * Fills the guestbook with what the unit offers.
 * @param {HTMLElement} book the guest-book element
 * @param {Unit} unit
 */
export function fillChoices(book, unit) {
  const template = /** @type {HTMLTemplateElement} */ (book.querySelector(".choice-template"));
  fillServices(book, unit, template);
  for (const field of /** @type {NodeListOf<HTMLElement>} */ (book.querySelectorAll("[data-list]"))) fillList(field, unit, template);
  keepPriorities(book, unit);
  for (const consent of unit.id.consents) placeConsent(book, unit, consent, template);
}

/** @param {HTMLElement} book @param {Unit} unit @param {HTMLTemplateElement} template */
function fillServices(book, unit, template) {
  const place = /** @type {HTMLElement} */ (book.querySelector("[data-services]"));
  unit.id.services.forEach((/** @type {any} */ service, /** @type {number} */ index) => {
    const choice = choiceOf(template, { type: "checkbox", name: "services", value: service.code }, unit.service(service.code));
    if (index === 0) choice.querySelector("input")?.setAttribute("id", "services");
    if (hasSentence(`service-hint-${service.code}`)) explain(choice, sentence(`service-hint-${service.code}`));
    place.append(choice);
  });
}

/** @param {HTMLElement} field @param {Unit} unit @param {HTMLTemplateElement} template */
function fillList(field, unit, template) {
  const name = field.dataset.list ?? "";
  const fieldset = /** @type {HTMLFieldSetElement} */ (field.querySelector("fieldset"));
  const fault = document.createElement("p");
  fault.className = "fault";
  fault.id = `${name}-fault`;
  fault.hidden = true;
  fieldset.setAttribute("aria-describedby", fault.id);
  const choices = document.createElement("div");
  choices.className = `choices ${field.dataset.columns ?? ""}`;
  const entries = unit.id.lists[name].map((/** @type {any} */ entry, /** @type {number} */ at) => {
    return { code: entry.code, words: unit.both((said) => said.lists[name][at].name) };
  });
  for (const [at, entry] of [...entries, { code: "", words: sentence("rather-not") }].entries()) {
    const choice = choiceOf(template, { type: "radio", name, value: entry.code }, entry.words);
    if (at === 0) choice.querySelector("input")?.setAttribute("id", name);
    choices.append(choice);
  }
  fieldset.append(fault, choices);
}

/** Of the needs in the queue, those that the unit knows; without any of them nobody is asked. @param {HTMLElement} book @param {Unit} unit */
function keepPriorities(book, unit) {
  /** @type {string[] | undefined} */
  const known = unit.id.priorities;
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (book.querySelectorAll('[name="priority"]'))) {
    if (known && input.value && !known.includes(input.value)) input.closest("label")?.remove();
  }
  const first = book.querySelector('[name="priority"]:not([value=""])');
  first?.setAttribute("id", "priority");
  if (!first) book.querySelector('[data-step="priority"]')?.remove();
}

/**
 * A consent stands beside the question it is about, else on the last page; it is never given in advance.
 * @param {HTMLElement} book
 * @param {Unit} unit
 * @param {any} consent
 * @param {HTMLTemplateElement} template
 */
function placeConsent(book, unit, consent, template) {
  if (consent.code === "contact-whatsapp" && !unit.id.channels.includes("whatsapp")) return;
  const place = book.querySelector(`[data-consent-place="${CSS.escape(consent.code)}"]`) ?? book.querySelector('[data-consent-place="*"]');
  const words = unit.both((said) => said.consents.find((/** @type {any} */ one) => one.code === consent.code).text);
  const choice = choiceOf(template, { type: "checkbox", name: "", value: "on" }, words);
  const input = /** @type {HTMLInputElement} */ (choice.querySelector("input"));
  input.removeAttribute("name");
  input.id = `consent-${consent.code}`;
  input.dataset.consent = consent.code;
  input.dataset.version = consent.version;
  choice.classList.add("consent");
  place?.append(choice);
}

/** The consent to WhatsApp is asked for only with a number to write to. @param {HTMLFormElement} form */
export function askForWhatsApp(form) {
  const place = /** @type {HTMLElement | null} */ (form.querySelector('[data-consent-place="contact-whatsapp"]'));
  const phone = /** @type {HTMLInputElement | null} */ (form.querySelector('input[name="phone"]'));
  if (place && phone) place.hidden = !phone.value.trim();
}

/**
 * @param {HTMLTemplateElement} template
 * @param {Record<string, string>} attributes
 * @param {Twins} words
 * @returns {HTMLElement}
 */
function choiceOf(template, attributes, words) {
  const choice = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  const input = /** @type {HTMLInputElement} */ (choice.querySelector("input"));
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  put(/** @type {Element} */ (choice.querySelector("span")), words);
  return choice;
}

/** @param {HTMLElement} choice @param {Twins} words */
function explain(choice, words) {
  const text = /** @type {HTMLElement} */ (choice.querySelector("span"));
  const name = document.createElement("strong");
  name.dataset.name = "";
  name.append(...text.childNodes);
  const hint = document.createElement("span");
  hint.className = "hint";
  put(hint, words);
  text.append(name, hint);
}
