/** What is held about a person, as names and values: the rows of the lists on "My data". */

import { dateAndTime, date } from "../bersama/format.js";
import { language, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */

/** What a delivery's state means to its owner; all others wait. @type {Record<string, string>} */
const STAGES = { sent: "sent", delivered: "sent", unknown: "unknown", bounced: "failed", complained: "failed", refused: "failed" };

/** The lists by name. @param {any} held the answer of GET /api/visit/data @returns {Record<string, Row[]>} */
export function rowsOf(held) {
  return {
    contact: named(held.contact ?? {}),
    visit: [...named(visitOf(held.visit)), ...named(held.visit.profile)],
    tickets: held.tickets.map((/** @type {any} */ one) => row(one.number, one.number, ticketWords(one))),
    requests: held.requests.map((/** @type {any} */ one) => row(one.request_id, one.title, copyWords(one))),
    deliveries: held.deliveries.map((/** @type {any} */ one) => row(one.delivery_id, one.title, sentWords(one))),
    readings: held.readings.map((/** @type {any} */ one) => row(one.publication_id, one.title, dateAndTime(one.read_at))),
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
function visitOf({ created_at, services, priority, group, language: tongue, source }) {
  return {
    created_at: dateAndTime(created_at),
    services: services.join(", "),
    priority: priority ? sentence(`held-need-${priority}`) : null,
    group: group ? sentence("held-people", group) : null,
    source: sentence(`held-source-${source}`),
    language: sentence(`held-language-${tongue}`),
  };
}

/** @param {any} ticket @returns {Twins} */
function ticketWords({ service, state, served_at: served, titles }) {
  const used = titles.length ? sentence("held-used", { titles: titles.join("; ") }) : "";
  const when = served ? sentence("held-served", { time: dateAndTime(served) }) : "";
  return sentence("held-ticket", { service, state: sentence(`state-${state}`), served: when, titles: used });
}

/** @param {any} delivery @returns {Twins} */
function sentWords({ channel, state, since }) {
  const stage = channel === "app" && state === "ready" ? "there" : (STAGES[state] ?? "waiting");
  return sentence(`held-sent-${stage}`, { way: sentence(`held-way-${channel}`), time: dateAndTime(since) });
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
