/** What is held about a person, as names and values: the rows of the lists on "My data". */

import { dateAndTime, date } from "../bersama/format.js";
import { language, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */

/** The lists by name. @param {any} held the answer of GET /api/visit/data @returns {Record<string, Row[]>} */
export function rowsOf(held) {
  return {
    contact: named(held.contact ?? {}),
    visit: [...named(visitOf(held.visit)), ...named(held.visit.profile)],
    tickets: held.tickets.map((/** @type {any} */ one) => row(one.number, one.number, ticketWords(one))),
    requests: held.requests.map((/** @type {any} */ one) => row(one.request_id, one.title, copyWords(one))),
    consents: held.consents.map((/** @type {any} */ one, /** @type {number} */ at) => row(`${at}`, consentWords(one), said(one.text ?? one.code))),
  };
}

/** Of fields that have a value. @param {Record<string, Twins | string | null>} fields @returns {Row[]} */
function named(fields) {
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  return known.map(([name, value]) => row(name, sentence(`held-${name}`), typeof value === "string" ? said(value) : value));
}

/** @param {string} key @param {Twins | string} name @param {Twins | string | null} value @returns {Row} */
function row(key, name, value) {
  return { key, words: { name, value } };
}

/** A word of the service, in the language that the page has asked in. @param {string} word @returns {Twins} */
function said(word) {
  return { [language()]: word };
}

/** @param {any} visit @returns {Record<string, Twins | string | null>} */
function visitOf({ created_at, services, priority, group }) {
  return {
    created_at: dateAndTime(created_at),
    services: services.join(", "),
    priority: priority ? sentence(`held-need-${priority}`) : null,
    group: group ? sentence("held-people", group) : null,
  };
}

/** @param {any} ticket @returns {Twins} */
function ticketWords({ service, state, titles }) {
  const used = titles.length ? sentence("held-used", { titles: titles.join("; ") }) : "";
  return sentence("held-ticket", { service, state: sentence(`state-${state}`), titles: used });
}

/** @param {any} request @returns {Twins} */
function copyWords({ copy_code: code, requested_at: asked, kept_until: until, state }) {
  const there = until && state === "ready";
  const kept = there ? sentence("held-copy-until", { until: dateAndTime(until) }) : sentence("held-copy-gone");
  return sentence("held-copy", { code, day: date(asked), kept: ["queued", "marking"].includes(state) ? "" : kept });
}

/** @param {any} consent @returns {Twins} */
function consentWords({ given_at: given, withdrawn_at: withdrawn }) {
  if (!withdrawn) return sentence("held-consent", { given: dateAndTime(given) });
  return sentence("held-consent-back", { given: dateAndTime(given), withdrawn: dateAndTime(withdrawn) });
}
