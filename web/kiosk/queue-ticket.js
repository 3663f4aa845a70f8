/** The visitor's numbers: on the screen very large, with the code that carries the visit to a phone, and on paper. */

import { clockTime, dateAndTime } from "../bersama/format.js";
import { put, say, sentence } from "../bersama/language.js";
import { placeWords } from "../bersama/line-words.js";
import { qrSvg } from "../bersama/qr.js";
import { paperWidth } from "./paper.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** Up to three numbers have a slip of their length; more share the longest. */
const MOST_ON_A_SLIP = 4;

/** The address of the visit's own page; the token stands behind the #, which no server is sent. @param {string} token */
export function visitAddress(token) {
  return `${location.origin}/kunjungan/#${token}`;
}

export class QueueTicket extends HTMLElement {
  /** @type {Unit | null} */
  #unit = null;

  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /**
   * @param {any} opened the answer of POST /api/visits
   * @param {Unit} unit
   */
  show(opened, unit) {
    this.#unit = unit;
    const address = visitAddress(opened.visit_token);
    this.#place(".tickets").replaceChildren(...opened.tickets.map((/** @type {any} */ ticket) => this.#ticket(ticket, unit)));
    this.#place(".qr").replaceChildren(qrSvg(address));
    this.#place(".paper-qr").replaceChildren(qrSvg(address));
    Object.assign(this.#place(".paper").dataset, { width: paperWidth(), count: Math.min(opened.tickets.length, MOST_ON_A_SLIP) });
    this.#place(".paper-numbers").replaceChildren(...opened.tickets.flatMap((/** @type {any} */ ticket) => onPaper(ticket, unit)));
    say(this.#place(".paper-time"), "ticket-taken", { time: dateAndTime(new Date().toISOString()) });
    this.dataset.count = String(opened.tickets.length);
  }

  /** Brings places in line up to date. @param {any} visit the answer of GET /api/visit @param {boolean} ratable */
  update(visit, ratable) {
    this.#place('[data-go="feedback"]').hidden = !ratable;
    for (const ticket of visit.tickets) {
      const line = /** @type {HTMLElement | null} */ (this.querySelector(`[data-ticket="${CSS.escape(ticket.ticket_id)}"]`));
      if (line && this.#unit) fill(line, ticket, this.#unit);
    }
  }

  /** Nothing of the visit stays in the page. */
  clear() {
    for (const place of [".tickets", ".qr", ".paper-qr", ".paper-numbers", ".paper-time"]) this.#place(place).replaceChildren();
  }

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** @param {any} ticket @param {Unit} unit */
  #ticket(ticket, unit) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(".ticket-template"));
    const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    line.dataset.ticket = ticket.ticket_id;
    fill(line, { ...ticket, state: "waiting" }, unit);
    return line;
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("[data-print]")) window.print();
  };
}

/** @param {HTMLElement} line @param {any} ticket @param {Unit} unit */
function fill(line, ticket, unit) {
  /** @param {string} name */
  const place = (name) => /** @type {HTMLElement} */ (line.querySelector(`.${name}`));
  const waiting = ticket.state === "waiting";
  put(place("number"), ticket.number);
  put(place("service"), unit.service(ticket.service));
  put(place("ahead"), waiting ? placeWords(ticket) : sentence(`state-${ticket.state}`));
  place("promise").hidden = !(waiting && ticket.promised_by);
  if (ticket.promised_by) say(place("promise"), "promise", { time: clockTime(ticket.promised_by) });
}

/** Number and service; no name ever. @param {any} ticket @param {Unit} unit @returns {HTMLElement[]} */
function onPaper(ticket, unit) {
  const number = document.createElement("p");
  number.className = "paper-number";
  put(number, ticket.number);
  const service = document.createElement("p");
  service.className = "paper-service";
  put(service, unit.service(ticket.service));
  return [number, service];
}

customElements.define("queue-ticket", QueueTicket);
