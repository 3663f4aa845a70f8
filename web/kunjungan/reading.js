/** The reading session of a visit: since when in the room, until when, and which books were used there. */

import { clockTime } from "../bersama/format.js";
import { say } from "../bersama/language.js";
import { putTitle } from "../bersama/publication-words.js";

/** @typedef {{started_at: string, ended_at: string | null, titles: {publication_id: string, title: string, shelf: string | null}[]}} Reading */

/** @param {HTMLElement} place with a paragraph and a list @param {Reading | null | undefined} reading */
export function showReading(place, reading) {
  place.hidden = !reading;
  const told = JSON.stringify(reading ?? null);
  if (!reading || place.dataset.told === told) return;
  place.dataset.told = told;
  const room = /** @type {Element} */ (place.querySelector('[data-part="room"]'));
  const from = clockTime(reading.started_at);
  if (reading.ended_at) say(room, "room-until", { from, to: clockTime(reading.ended_at) });
  else say(room, "room-since", { from });
  place.querySelector("ul")?.replaceChildren(...reading.titles.map(lineOf));
}

/** @param {{title: string, shelf: string | null}} used */
function lineOf({ title, shelf }) {
  const [line, name] = [document.createElement("li"), document.createElement("strong")];
  putTitle(name, title);
  line.append(name);
  if (shelf) {
    const where = document.createElement("span");
    where.className = "soft";
    say(where, "shelf", { shelf });
    line.append(" · ", where);
  }
  return line;
}
