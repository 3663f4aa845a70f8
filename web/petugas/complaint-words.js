/** Complaints as staff read them: what is due, how far each is, and who may know whose it is. */

import { date, dateAndTime } from "../bersama/format.js";
import { hasSentence, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

/**
 * @typedef {object} Complaint a line of GET /api/staff/complaints
 * @property {string} code
 * @property {"page" | "box" | "email" | "whatsapp"} channel
 * @property {string} category
 * @property {string} state
 * @property {string} received_at
 * @property {boolean} secret_identity
 * @property {string | null} visit_day
 * @property {boolean} late whether it was filed after the time for complaints about that visit
 * @property {string | null} clock
 * @property {string | null} due
 * @property {number | null} days_left
 * @property {"calm" | "soon" | "over" | "ended"} mood
 * @property {string | null} lapor_class
 * @property {string | null} lapor_due
 * @property {string | null} mail
 * @property {number} version
 */

/** @typedef {{state: string, at: string, note: string | null, by: string | null, to_complainant: boolean}} Happened */
/** @typedef {{name: string | null, email: string | null, phone: string | null}} Contact */
/** @typedef {Complaint & {text: string, additions: {at: string, text: string}[], contact: Contact | null, contact_hidden: boolean, history: Happened[], may: string[], erased: boolean}} OpenComplaint */

/** What a mood looks like beside its words. @type {Record<string, string>} */
const LOOKS = { soon: "heed", over: "bad" };

/** What is due first stands first; then what has nothing due, the newest first. @param {Complaint[]} complaints */
export function byDue(complaints) {
  return [...complaints].sort((one, two) => (one.due ?? "9").localeCompare(two.due ?? "9") || two.received_at.localeCompare(one.received_at));
}

/** @param {Complaint} complaint @param {Unit} unit @returns {Row} */
export function complaintRow(complaint, unit) {
  const { code, received_at: received, due } = complaint;
  return {
    key: code,
    words: { ...briefOf(complaint, unit), code, secret: complaint.secret_identity ? sentence("complaint-secret") : null, received: date(received) },
    sort: { left: due ?? "", received },
  };
}

/** What a line and the whole complaint both say. @param {Complaint} complaint @param {Unit} unit */
export function briefOf({ clock, due, days_left: left, state, category, channel }, unit) {
  return {
    left: leftWords(left),
    due: clock && due ? sentence(`due-${clock}`, { day: date(due) }) : null,
    state: sentence(`complaint-${state}`),
    category: categoryWords(category, unit),
    channel: sentence(`complaint-by-${channel}`),
  };
}

/** @param {string} mood */
export function lookOf(mood) {
  return `tag ${LOOKS[mood] ?? ""}`.trim();
}

/** @param {number | null} days negative when the day has passed @returns {Twins} */
function leftWords(days) {
  if (days === null) return sentence("left-none");
  if (days === -1) return sentence("left-over-1");
  if (days < 0) return sentence("left-over", { n: -days });
  if (days === 0) return sentence("left-today");
  return days === 1 ? sentence("left-tomorrow") : sentence("left-days", { n: days });
}

/** @param {string} code @param {Unit} unit @returns {Twins} */
function categoryWords(code, unit) {
  /** @param {any} said */
  const name = (said) => said.complaints?.categories.find((/** @type {any} */ one) => one.code === code)?.name ?? code;
  return unit.both(name);
}

/** The whole complaint. @param {OpenComplaint} complaint @param {Unit} unit */
export function wholeOf(complaint, unit) {
  const { contact, received_at: received, lapor_class: kind, lapor_due: until, mail } = complaint;
  const known = contact ? [contact.name, contact.email, contact.phone].filter(Boolean).join(", ") : "";
  const lapor = sentence(`lapor-${kind ?? "none"}`);
  return {
    ...briefOf(complaint, unit),
    code: complaint.code,
    text: complaint.text || sentence("complaint-text-erased"),
    visit: complaint.visit_day ? date(complaint.visit_day) : null,
    late: complaint.late ? sentence("complaint-late") : null,
    received: dateAndTime(received),
    who: whoseWords(complaint, known),
    contact: known || null,
    mail: sentence(`mail-${mail ?? "none"}`),
    lapor: kind && until ? sentence("lapor-until", { class: lapor, day: date(until) }) : lapor,
  };
}

/** @param {OpenComplaint} complaint @param {string} known @returns {Twins | null} */
function whoseWords({ contact_hidden: hidden, erased, secret_identity: secret }, known) {
  if (hidden) return sentence("contact-hidden");
  if (erased) return sentence("contact-erased");
  if (!known) return sentence("contact-none");
  return secret ? sentence("contact-secret") : null;
}

/** Newest first. @param {Happened[]} history @returns {Row[]} */
export function eventRows(history) {
  return history.map((one, place) => ({
    key: `${place} ${one.at}`,
    words: { what: sentence(`complaint-${place > 0 && one.state === "received" ? "completed" : one.state}`), when: dateAndTime(one.at), by: byWords(one), note: one.note },
  })).reverse();
}

/** @param {Happened} one @returns {Twins | null} */
function byWords({ by, note, to_complainant: told }) {
  const read = told && note;
  if (by) return sentence(read ? "event-by-read" : "event-by", { name: by });
  return read ? sentence("event-read") : null;
}

/** @param {{at: string, text: string}[]} additions @returns {Row[]} */
export function additionRows(additions) {
  return additions.map(({ at, text }, place) => ({ key: `${place} ${at}`, words: { when: dateAndTime(at), added: text } }));
}

/** What may be done next. @param {OpenComplaint} complaint @returns {Row[]} */
export function actRows({ state: from, may }) {
  return may.map((state) => {
    const special = `act-hint-${state}-${from}`;
    return { key: state, words: { act: sentence(`act-${state}`), hint: sentence(hasSentence(special) ? special : `act-hint-${state}`) } };
  });
}
