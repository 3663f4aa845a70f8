/** The office on the start page: name, address, hours, until when it is open, when it opens again and why it is closed. */

import { clockTime, longDate } from "../bersama/format.js";
import { put, say, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** How long before its end the opening is said to end. */
export const LAST_MS = 30 * 60000;
/** Where the published survey is read, elsewhere: from a kiosk nobody would come back. */
const RESULTS = `${location.host}/skm/`;
/** A Monday, to name the days of the week by. */
const MONDAY = Date.UTC(2024, 0, 1);

/** @param {ParentNode} root @param {Unit} unit */
export function showOffice(root, unit) {
  /** @type {Record<string, Twins | string>} */
  const words = { name: unit.both((said) => said.name), short: unit.id.short_name, address: unit.id.address, phone: unit.id.phone, results: RESULTS };
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-unit]"))) {
    put(place, words[place.dataset.unit ?? ""]);
  }
  for (const list of root.querySelectorAll(".hours")) list.replaceChildren(...hoursOf(unit.id.hours));
  const opens = root.querySelector(".opens-at");
  if (opens) sayOpening(opens, unit.id.opens_at);
  sayReason(root, unit);
  sayClosing(root, unit.id);
}

/** @param {ParentNode} root @param {Unit} unit */
function sayReason(root, unit) {
  const place = /** @type {HTMLElement | null} */ (root.querySelector(".closed-reason"));
  if (!place) return;
  place.hidden = !unit.id.closed_reason;
  if (unit.id.closed_reason) say(place, "closed-reason", { reason: unit.both((said) => said.closed_reason) });
}

/** Until when the office is open, said when not much of it is left. @param {ParentNode} root @param {any} said */
function sayClosing(root, said) {
  const place = /** @type {HTMLElement | null} */ (root.querySelector(".open-until"));
  if (!place) return;
  const always = Object.values(said.hours).every(isWholeDay);
  const left = Date.parse(said.closes_at ?? "") - Date.now();
  const soon = !always && left > 0 && left <= LAST_MS;
  place.hidden = !soon;
  if (soon) say(place, "open-until", { time: clockTime(said.closes_at) });
}

/** @param {Element} place @param {string | null | undefined} opensAt */
export function sayOpening(place, opensAt) {
  if (opensAt) say(place, "opens-at", { day: longDate(opensAt), time: clockTime(opensAt) });
  else say(place, "opens-unknown");
}

/**
 * Days of the same hours stand together: "Senin–Kamis 08.00–15.30".
 * @param {Record<string, string[][]>} hours
 * @returns {HTMLElement[]}
 */
function hoursOf(hours) {
  /** @type {{from: number, to: number, spans: string[][]}[]} */
  const groups = [];
  WEEK.forEach((day, at) => {
    const spans = hours[day] ?? [];
    const last = groups[groups.length - 1];
    if (last && JSON.stringify(last.spans) === JSON.stringify(spans)) last.to = at;
    else groups.push({ from: at, to: at, spans });
  });
  return groups.map((group) => {
    const line = document.createElement("div");
    const [days, times] = [document.createElement("dt"), document.createElement("dd")];
    put(days, group.from === group.to ? weekday(group.from) : sentence("hours-days", { from: weekday(group.from), to: weekday(group.to) }));
    put(times, timesOf(group.spans));
    line.append(days, times);
    return line;
  });
}

/** @param {number} at 0 is Monday @returns {Twins} */
function weekday(at) {
  const day = new Date(MONDAY + at * 86400000);
  /** @param {string} locale */
  const name = (locale) => new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(day);
  return { id: name("id-ID"), en: name("en-GB") };
}

/** @param {string[][]} spans */
function isWholeDay(spans) {
  return spans.some(([from, to]) => from.startsWith("00:00") && to.startsWith("23:59"));
}

/** @param {string[][]} spans @returns {Twins} */
function timesOf(spans) {
  if (spans.length === 0) return sentence("hours-closed");
  if (isWholeDay(spans)) return sentence("hours-always");
  const told = spans.map(([from, to]) => sentence("hours-time", { from: wallTime(from), to: wallTime(to) }));
  return { id: told.map((one) => one.id).join(", "), en: told.map((one) => one.en).join(", ") };
}

/** "08:00:00" as "08.00" and "08:00". @param {string} time @returns {Twins} */
function wallTime(time) {
  const short = time.slice(0, 5);
  return { id: short.replace(":", "."), en: short };
}
