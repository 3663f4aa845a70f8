/** Watches over the promises: whoever's is in danger is told of once, in sound and in words, whichever area is shown. */

import { put, sentence } from "../bersama/language.js";
import { officeDay } from "./office-time.js";
import { promises, promiseWords } from "./promise-words.js";

/** @typedef {import("./queue-model.js").Queue} Queue */
/** @typedef {import("./promise-words.js").Promised} Promised */
/** @typedef {import("./desk-choice.js").Post} Post */
/** @typedef {import("../bersama/unit.js").Unit} Unit */

export class PromiseWatch {
  #kept = "";

  /** @param {Unit} unit @param {{ring: () => void}} sound */
  constructor(unit, sound) {
    this.unit = unit;
    this.sound = sound;
    this.#kept = `diperingatkan ${unit.said.code}`;
  }

  /** @param {Queue} queue @param {Post} post whose services concern this desk @param {number} now in ms */
  look(queue, post, now) {
    const running = promises(queue, this.unit, now).filter(({ ticket }) => post.services.includes(ticket.service));
    const pressing = running.filter(({ level }) => level !== "calm");
    document.querySelector('nav a[href="#antrean"]')?.toggleAttribute("data-urgent", pressing.length > 0);
    if (pressing.length === 0) return;
    const fresh = this.#fresh(pressing, officeDay(this.unit.said.zone, now));
    if (fresh.length === 0) return;
    this.sound.ring();
    put(/** @type {Element} */ (document.getElementById("promise-warning")), warningWords(fresh));
  }

  /** Those that this device has not told of yet today, also before a reload. @param {Promised[]} pressing @param {string} day */
  #fresh(pressing, day) {
    const kept = JSON.parse(localStorage.getItem(this.#kept) ?? "null");
    /** @type {string[]} */
    const known = kept?.day === day ? kept.ids : [];
    const fresh = pressing.filter(({ ticket }) => !known.includes(ticket.ticket_id));
    const ids = [...known, ...fresh.map(({ ticket }) => ticket.ticket_id)];
    if (fresh.length > 0) localStorage.setItem(this.#kept, JSON.stringify({ day, ids }));
    return fresh;
  }
}

/** @param {Promised[]} fresh */
function warningWords(fresh) {
  const each = fresh.map((one) => sentence("warned-one", { number: one.ticket.number, left: promiseWords(one) }));
  return sentence("warned", { list: { id: each.map((one) => one.id).join("; "), en: each.map((one) => one.en).join("; ") } });
}
