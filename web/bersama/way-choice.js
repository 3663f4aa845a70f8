/** One way home to choose: its button and where it leads, or why it cannot be used and what would help. */

import { hasSentence, put, say } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

/** What a visitor can mend in the page. */
const MENDABLE = ["address-bounced", "address-complained", "whatsapp-needs-consent", "whatsapp-needs-number", "whatsapp-needs-mobile"];
const REACHED_BY = /** @type {Record<string, "email" | "phone">} */ ({ email: "email", whatsapp: "phone" });

/**
 * @param {HTMLElement} row
 * @param {any} channel as in GET /api/visit, or null where it is not to be chosen
 * @param {any} visit
 * @param {Twins | null} [reason]
 * @param {Twins | null} [remedy]
 */
export function showWay(row, channel, visit, reason, remedy) {
  row.hidden = !channel;
  if (!channel) return;
  part(row, "choice").hidden = !channel.usable;
  part(row, "blocked").hidden = channel.usable;
  const address = visit.reach[REACHED_BY[channel.channel]];
  part(row, "to").hidden = !address;
  if (address) say(part(row, "to"), "to", { address });
  if (channel.usable) row.querySelector("reach-form")?.remove();
  else showBlocked(row, channel, reason, remedy);
}

/** @param {HTMLElement} row @param {any} channel @param {Twins | null} [reason] @param {Twins | null} [remedy] */
function showBlocked(row, { channel, code }, reason, remedy) {
  const told = JSON.stringify([code, reason, remedy]);
  if (row.dataset.told === told) return;
  row.dataset.told = told;
  const own = `blocked-${code}`;
  say(part(row, "name"), `way-${channel}`);
  say(part(row, "tag"), hasSentence(own) ? own : "blocked");
  put(part(row, "reason"), reason ?? "");
  put(part(row, "remedy"), remedy ?? "");
  const mend = part(row, "mend");
  mend.hidden = !MENDABLE.includes(code);
  if (!mend.hidden) say(mend, `mend-${channel}`);
}

/** @param {HTMLElement} row @param {string} name */
function part(row, name) {
  return /** @type {HTMLElement} */ (row.querySelector(`[data-part="${name}"]`));
}
