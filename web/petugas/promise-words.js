/** The promise: served within so many minutes of the guestbook. How much is left of it, and how pressing that is. */

import { clockTime } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { countdown, exactly } from "./durations.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("./queue-model.js").Queue} Queue */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {{ticket: Ticket, left: number, level: "calm" | "warn" | "late"}} Promised seconds left, negative when it is missed */

/** What is left of a promise whose clock runs. @param {Ticket} ticket @param {Unit} unit @param {number} now in ms @returns {Promised | null} */
export function promiseOf(ticket, unit, now) {
  if (!ticket.promised_by || ticket.served_at || !["waiting", "called"].includes(ticket.state)) return null;
  const left = Math.floor((Date.parse(ticket.promised_by) - now) / 1000);
  return { ticket, left, level: left < 0 ? "late" : left <= secondsToHeed(ticket, unit) ? "warn" : "calm" };
}

/** How many seconds before its end a promise becomes pressing. @param {Ticket} ticket @param {Unit} unit */
function secondsToHeed(ticket, unit) {
  const { limit_minutes: limit, warn_minutes: warned } = unit.said.services.find((/** @type {any} */ one) => one.code === ticket.service) ?? {};
  return limit && warned ? (limit - warned) * 60 : 0;
}

/** Every promise that runs, the most pressing first. @param {Queue} queue @param {Unit} unit @param {number} now @returns {Promised[]} */
export function promises(queue, unit, now) {
  const running = [...queue.waiting, ...queue.called].map((ticket) => promiseOf(ticket, unit, now));
  return running.filter((one) => one !== null).sort((one, other) => one.left - other.left);
}

/** "sisa 3 menit", "lewat 2 menit". @param {Promised} promised @returns {Twins} */
export function promiseWords({ left, level }) {
  return sentence(level === "late" ? "past" : "left", { time: countdown(Math.abs(left)) });
}

/** The same to the second, with the number and the time that was promised. @param {Promised} promised @returns {Twins} */
export function urgentWords({ ticket, left, level }) {
  const by = clockTime(/** @type {string} */ (ticket.promised_by));
  const time = exactly(Math.abs(left));
  return sentence(level === "late" ? "urgent-past" : "urgent-left", { number: ticket.number, time, by });
}
