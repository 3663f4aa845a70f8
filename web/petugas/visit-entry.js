/** What staff enter for a visitor: the guestbook's own fields, and the times that stand in the paper book. */

import { sentence } from "../bersama/language.js";
import { bodyOf, missingIn } from "../kiosk/entry.js";
import { momentAt, officeDay } from "./office-time.js";

/** @typedef {import("../bersama/error-summary.js").Complaint} Complaint */
/** @typedef {{arrived_at?: string, served_at?: string, finished_at?: string}} Times moments in UTC */

const STEPS = ["name", "email", "services", "priority"];
const LONGEST_DAYS = 31;
const DAY_MS = 86400000;

/**
 * The body of POST /api/staff/visits.
 * @param {HTMLFormElement} form
 * @param {string} zone the office's
 * @param {string | null} confirmedEmail an address that was called right
 */
export function entryOf(form, zone, confirmedEmail) {
  return { ...bodyOf(form, confirmedEmail), language: typed(form, "language"), ...(isPaper(form) && timesOf(form, zone)) };
}

/** @param {HTMLFormElement} form @returns {boolean} */
export function isPaper(form) {
  return typed(form, "mode") === "paper";
}

/** Also of a form that is locked while an answer is awaited. @param {HTMLFormElement} form @param {string} name @returns {string} */
export function typed(form, name) {
  return /** @type {HTMLInputElement | RadioNodeList} */ (form.elements.namedItem(name)).value.trim();
}

/** The times of the paper book, all on the day of arrival. @param {HTMLFormElement} form @param {string} zone @returns {Times} */
function timesOf(form, zone) {
  const day = typed(form, "arrived_day");
  const times = ["arrived", "served", "finished"].map((name) => [`${name}_at`, typed(form, `${name}_time`)]);
  if (!day) return {};
  return Object.fromEntries(times.filter(([, time]) => time).map(([name, time]) => [name, momentAt(day, time, zone)]));
}

/**
 * All that the page can see by itself; the service judges the rest.
 * @param {HTMLFormElement} form
 * @param {string} zone
 * @param {number} now in ms
 * @returns {Complaint[]}
 */
export function faultsIn(form, zone, now) {
  const faults = isPaper(form) ? faultsOfTimes(timesOf(form, zone), now) : [];
  return [...faults, ...STEPS.flatMap((step) => missingIn(form, step))];
}

/** @param {Times} times @param {number} now @returns {Complaint[]} */
function faultsOfTimes({ arrived_at: arrived, served_at: served, finished_at: finished }, now) {
  /** @type {Complaint[]} */
  const faults = [];
  if (!arrived) faults.push(complaint("arrived_at", "required"));
  else if (Date.parse(arrived) > now) faults.push(complaint("arrived_at", "in-the-future"));
  else if (now - Date.parse(arrived) > LONGEST_DAYS * DAY_MS) faults.push(complaint("arrived_at", "too-long-ago"));
  if (finished && !served) faults.push(complaint("served_at", "required"));
  if (served) faults.push(...faultsOfLater("served_at", served, arrived, now));
  if (finished) faults.push(...faultsOfLater("finished_at", finished, served, now));
  return faults;
}

/** @param {string} field @param {string} moment @param {string | undefined} earlier what it cannot precede @param {number} now */
function faultsOfLater(field, moment, earlier, now) {
  if (earlier && moment < earlier) return [complaint(field, "before-the-step-before")];
  return Date.parse(moment) > now ? [complaint(field, "in-the-future")] : [];
}

/** @param {string} field @param {string} code @returns {Complaint} */
function complaint(field, code) {
  return { field, words: sentence(`field-${field}-${code}`) };
}

/**
 * What becomes of an entry from the paper book.
 * @param {HTMLFormElement} form
 * @param {string} zone
 * @param {number} now in ms
 * @returns {"unknown" | "waiting" | "served" | "past"}
 */
export function becomes(form, zone, now) {
  const times = timesOf(form, zone);
  if (!times.arrived_at) return "unknown";
  if (times.served_at) return "served";
  return waits(times, zone, now) ? "waiting" : "past";
}

/** Whether the visitor of an entry joins the line. @param {Times} times @param {string} zone @param {number} now in ms */
export function waits({ arrived_at: arrived, served_at: served }, zone, now) {
  return !arrived || (!served && officeDay(zone, Date.parse(arrived)) === officeDay(zone, now));
}
