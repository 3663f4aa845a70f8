/**
 * Two languages in one page. Words stand in the HTML as twins (`<span lang="id">` beside `<span lang="en">`); CSS shows
 * those of `<html lang>`, so a switch loses nothing. Sentences with figures in them stand in `<template id="sentences">` of
 * the page and in `<template class="sentences">` of its fragments.
 */

/** @typedef {{id?: string, en?: string}} Twins the same words in both languages; one only where no other exists */

const REMEMBERED = "bahasa";
export const LANGUAGES = ["id", "en"];

/** @type {Twins | null} */
let title = null;

/** @returns {string} "id" or "en" */
export function language() {
  return document.documentElement.lang;
}

/** Shows the page in a language and tells `document` so ("languagechange"). @param {string} wanted */
export function setLanguage(wanted) {
  if (!LANGUAGES.includes(wanted)) return;
  document.documentElement.lang = wanted;
  sessionStorage.setItem(REMEMBERED, wanted);
  if (title) document.title = plain(title);
  document.dispatchEvent(new CustomEvent("languagechange", { detail: wanted }));
}

/** @param {Twins} twins @returns {string} the words of the present language */
export function plain(twins) {
  return (language() === "en" ? twins.en : twins.id) ?? twins.id ?? twins.en ?? "";
}

/** Gives the document its title, which follows the language from then on. @param {Twins} twins */
export function setTitle(twins) {
  title = twins;
  document.title = plain(twins);
}

/**
 * Puts words into an element, in both languages, as text.
 * @param {Element} target
 * @param {Twins | string} words a plain string is shown as it is (a name, a number)
 */
export function put(target, words) {
  if (typeof words === "string") {
    target.textContent = words;
    return;
  }
  target.replaceChildren(...spans(words));
}

/** @param {Twins} twins @returns {HTMLSpanElement[]} */
function spans(twins) {
  const present = Object.entries(twins).filter(([, words]) => words !== undefined);
  return present.map(([code, words]) => {
    const span = document.createElement("span");
    span.lang = code;
    span.textContent = words;
    if (present.length === 1) span.dataset.only = "";
    return span;
  });
}

/**
 * A sentence of the page's `<template id="sentences">`: `<p data-key="ahead"><span lang="id">Ada {n} orang ...`.
 * @param {string} key
 * @param {Record<string, Twins | string | number>} [values] for its {holes}
 * @returns {Twins}
 */
export function sentence(key, values = {}) {
  const found = find(key);
  if (!found) throw new Error(`no sentence ${key}`);
  /** @param {string} code */
  const words = (code) => filled(found.querySelector(`[lang="${code}"]`)?.textContent ?? "", code, values);
  return { id: words("id"), en: words("en") };
}

/** @param {string} key @returns {boolean} */
export function hasSentence(key) {
  return find(key) !== null;
}

/** Looked up once each: a list that is drawn every second asks for hundreds. @type {Map<string, Element>} */
const lookedUp = new Map();

/** @param {string} key @returns {Element | null} */
function find(key) {
  const found = lookedUp.get(key) ?? lookUp(key);
  if (found) lookedUp.set(key, found);
  return found;
}

/** @param {string} key @returns {Element | null} */
function lookUp(key) {
  for (const store of /** @type {NodeListOf<HTMLTemplateElement>} */ (document.querySelectorAll("#sentences, template.sentences"))) {
    const found = store.content.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found) return found;
  }
  return null;
}

/**
 * Puts a sentence of the page into an element.
 * @param {Element} target
 * @param {string} key
 * @param {Record<string, Twins | string | number>} [values]
 */
export function say(target, key, values) {
  put(target, sentence(key, values));
}

/** @param {string} words @param {string} code @param {Record<string, Twins | string | number>} values */
function filled(words, code, values) {
  return words.replace(/\{(\w+)\}/g, (hole, name) => {
    const value = values[name];
    if (value === undefined) return hole;
    if (typeof value !== "object") return String(value);
    return (code === "en" ? value.en : value.id) ?? value.id ?? value.en ?? "";
  });
}

/** Two plain answers of the service, one a language, as twins. @param {string} id @param {string} en @returns {Twins} */
export function twins(id, en) {
  return { id, en };
}

const remembered = sessionStorage.getItem(REMEMBERED);
if (remembered && LANGUAGES.includes(remembered)) document.documentElement.lang = remembered;
const titleElement = document.querySelector("title");
if (titleElement?.dataset.en) setTitle({ id: titleElement.textContent ?? "", en: titleElement.dataset.en });
