/** The lists of the queue as the desk sees them. */

import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { promises, urgentWords } from "./promise-words.js";
import { atOtherDesks, nextFor } from "./queue-model.js";
import { otherRow, ownRow, readingRow, recentRow, waitingRow } from "./ticket-words.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("./queue-model.js").Queue} Queue */
/** @typedef {import("./ticket-words.js").View} View */
/** @typedef {import("./desk-choice.js").Post} Post */

/** @param {HTMLElement} desk @param {Ticket[]} own @param {View} view */
export function showOwn(desk, own, view) {
  const list = /** @type {HTMLElement} */ (desk.querySelector(".own-tickets"));
  draw(list, "own-ticket", own.map((ticket) => ownRow(ticket, view)));
  drawTitles(list, own);
  part(desk, "nobody-here").hidden = own.length > 0;
}

/** @param {HTMLElement} desk @param {Queue} queue @param {View} view @param {Post | null} post */
export function showWaiting(desk, queue, view, post) {
  const { waiting } = queue;
  const next = post && nextFor(queue, post.services);
  furnish(desk, { words: { count: String(waiting.length), upcoming: next ? next.number : null } });
  draw(part(desk, "waiting-rows"), "waiting-ticket", waiting.map((ticket) => waitingRow(ticket, view, ticket === next)));
  part(desk, "waiting").hidden = waiting.length === 0;
  part(desk, "nobody-waiting").hidden = waiting.length > 0;
  showUrgent(desk, queue, view);
}

/** The promise that is most pressing, to the second. @param {HTMLElement} desk @param {Queue} queue @param {View} view */
function showUrgent(desk, queue, { unit, now }) {
  const place = part(desk, "urgent");
  const [first] = promises(queue, unit, now);
  furnish(place, { words: { urgent: first ? urgentWords(first) : null }, marks: { level: first?.level ?? null } });
  place.hidden = !first;
}

/** @param {HTMLElement} desk @param {Queue} queue @param {View} view @param {string | undefined} own the desk of whoever looks */
export function showAside(desk, queue, view, own) {
  const others = atOtherDesks(queue, own);
  draw(part(desk, "elsewhere-rows"), "other-ticket", others.map((ticket) => otherRow(ticket, view)));
  part(desk, "elsewhere").hidden = others.length === 0;
  draw(part(desk, "reading-rows"), "reading-ticket", queue.reading.map((ticket) => readingRow(ticket, view)));
  drawTitles(part(desk, "reading-rows"), queue.reading);
  part(desk, "reading").hidden = queue.reading.length === 0;
  draw(part(desk, "recent-rows"), "recent-ticket", queue.recent.map(recentRow));
  part(desk, "nothing-recent").hidden = queue.recent.length > 0;
}

/** @param {HTMLElement} desk @param {Ticket | undefined} ticket whose last move can be taken back @param {number} now in ms */
export function showUndo(desk, ticket, now) {
  const button = /** @type {HTMLElement} */ (desk.querySelector('[data-action="undo"]'));
  const held = document.activeElement === button;
  const left = Math.ceil((Date.parse(ticket?.undo_until ?? "") - now) / 1000);
  if (ticket) furnish(button, { words: { number: ticket.number, "undo-left": String(left) } });
  button.hidden = !ticket;
  if (held && !ticket) /** @type {HTMLElement} */ (desk.querySelector(".call-next")).focus();
}

/** @param {HTMLElement} desk @param {number | null} freshAt when the service last answered, in ms */
export function showFresh(desk, freshAt) {
  furnish(desk, { words: { "as-of": sentence("as-of", { time: timeOf(freshAt ?? 0) }) } });
}

/** @param {HTMLElement} desk @param {boolean} stale @param {number | null} freshAt when the service last answered, in ms */
export function showStale(desk, stale, freshAt) {
  const words = freshAt === null ? sentence("stale-never") : sentence("stale", { time: timeOf(freshAt) });
  furnish(desk, { words: { stale: stale ? words : null } });
  desk.toggleAttribute("data-stale", stale);
}

/** @param {number} moment in ms */
function timeOf(moment) {
  return clockTime(new Date(moment).toISOString());
}

/** The titles in use stand in the row of whoever reads them. @param {HTMLElement} list @param {Ticket[]} tickets */
function drawTitles(list, tickets) {
  for (const { ticket_id: key, reading } of tickets) {
    const place = list.querySelector(`:scope > [data-key="${CSS.escape(key)}"] .titles`);
    draw(/** @type {HTMLElement} */ (place), "title-line", (reading?.titles ?? []).map(titleRow));
  }
}

/** @param {import("./queue-model.js").UsedTitle} used @returns {import("../bersama/list.js").Row} */
export function titleRow({ publication_id, title, shelf, at }) {
  return {
    key: publication_id,
    words: { title: { id: title }, shelf: shelf ? sentence("on-shelf", { shelf }) : null, noted: sentence("noted-at", { time: clockTime(at) }) },
  };
}

/** @param {HTMLElement} desk @param {string} name */
function part(desk, name) {
  return /** @type {HTMLElement} */ (desk.querySelector(`[data-part="${name}"]`));
}
