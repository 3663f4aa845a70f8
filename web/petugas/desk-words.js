/** How what waits for the desk reads: by visitor, and each copy with what is to be done. */

import { clockTime, fileSize, number } from "../bersama/format.js";
import { language, sentence } from "../bersama/language.js";

/** @typedef {import("./desk-feed.js").Task} Task */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/language.js").Twins} Twins */

/** @typedef {{key: string, numbers: string, since: string | null, disks: Task[], messages: Task[], failures: Task[]}} Caller one visitor */

/** @param {Task[]} tasks the longest waiting first @returns {Caller[]} in the order of who waits longest */
export function byVisitor(tasks) {
  /** @type {Map<string, Caller>} */
  const callers = new Map();
  for (const task of tasks) {
    const caller = callers.get(task.visit_id) ?? newCaller(task);
    callers.set(task.visit_id, caller);
    if (task.wants === "hand-over") caller.disks.push(task);
    if (task.wants === "message") caller.messages.push(task);
    if (task.wants === "help") caller.failures.push(task);
  }
  return [...callers.values()];
}

/** @param {Task} task @returns {Caller} */
function newCaller(task) {
  return { key: task.visit_id, numbers: numbersOf(task), since: task.desk_since, disks: [], messages: [], failures: [] };
}

/** @param {Task} task */
export function numbersOf(task) {
  return task.numbers.join(", ") || "–";
}

/** @param {Caller} caller @returns {Row} */
export function callerRow({ key, numbers, since }) {
  return { key, words: { numbers, since: since ? sentence("waits-at-desk-since", { time: clockTime(since) }) : null } };
}

/** @param {Task} task @returns {Row} */
export function taskRow(task) {
  return {
    key: task.delivery_id,
    words: {
      title: task.title,
      size: task.size_bytes ? fileSize(task.size_bytes) : null,
      channel: sentence(`channel-${task.channel}`),
      state: sentence(`delivery-${task.state}`),
      detail: task.detail ? { [language()]: task.detail } : null,
      offer: task.offer ? sentence(`offer-${task.offer}`) : null,
    },
    marks: { offer: task.offer },
  };
}

/** "flash disk (2), WhatsApp (1)": what there is to do for a visitor, in few words. @param {Caller} caller @returns {Twins} */
export function briefOf({ disks, messages, failures }) {
  const kinds = [["brief-disks", disks], ["brief-messages", messages], ["brief-failures", failures]];
  const present = kinds.filter(([, tasks]) => tasks.length > 0);
  const words = present.map(([key, tasks]) => sentence(/** @type {string} */ (key), { n: number(tasks.length) }));
  return { id: words.map((one) => one.id).join("; "), en: words.map((one) => one.en).join("; ") };
}

/** @param {Task[]} tasks @returns {Twins} */
export function extentOf(tasks) {
  const size = fileSize(tasks.reduce((sum, one) => sum + (one.size_bytes ?? 0), 0));
  return sentence(tasks.length === 1 ? "extent-one" : "extent-many", { n: number(tasks.length), size });
}
