/** The visitor's numbers: on the screen very large, with the code that carries the visit to a phone, and on paper. */

import { clockTime, dateAndTime } from "../bersama/format.js";
import { put, say, sentence } from "../bersama/language.js";
import { aheadWords } from "../bersama/line-words.js";
import { qrSvg } from "../bersama/qr.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */

/** The address of the visit's own page; the token stands behind the #, which no server is sent. @param {string} token */
export function visitAddress(token) {
  return `${location.origin}/kunjungan/#${token}`;
}

export class QueueTicket extends HTMLElement {
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
    const address = visitAddress(opened.visit_token);
    this.#place(".tickets").replaceChildren(...opened.tickets.map((/** @type {any} */ ticket) => this.#ticket(ticket, unit)));
    this.#place(".qr").replaceChildren(qrSvg(address));
    this.#place(".paper-qr").replaceChildren(qrSvg(address));
    this.#place(".paper-numbers").replaceChildren(...opened.tickets.flatMap((/** @type {any} */ ticket) => onPaper(ticket, unit)));
    say(this.#place(".paper-time"), "ticket-taken", { time: dateAndTime(new Date().toISOString()) });
    this.dataset.count = String(opened.tickets.length);
  }

  /** Brings places in line up to date. @param {any} visit the answer of GET /api/visit @param {boolean} ratable */
  update(visit, ratable) {
    this.#place('[data-go="feedback"]').hidden = !ratable;
    for (const ticket of visit.tickets) {
      const line = this.querySelector(`[data-ticket="${CSS.escape(ticket.ticket_id)}"] .ahead`);
      if (line) put(line, ticket.state === "waiting" ? aheadWords(ticket.ahead) : sentence(`state-${ticket.state}`));
    }
  }

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }

  /** @param {any} ticket @param {Unit} unit */
  #ticket(ticket, unit) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector(".ticket-template"));
    const line = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    /** @param {string} name */
    const place = (name) => /** @type {HTMLElement} */ (line.querySelector(`.${name}`));
    line.dataset.ticket = ticket.ticket_id;
    put(place("number"), ticket.number);
    put(place("service"), unit.service(ticket.service));
    put(place("ahead"), aheadWords(ticket.ahead));
    if (ticket.promised_by) say(place("promise"), "promise", { time: clockTime(ticket.promised_by) });
    else if (ticket.estimate_minutes) say(place("promise"), "estimate", { minutes: ticket.estimate_minutes });
    else place("promise").hidden = true;
    return line;
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("[data-print]")) window.print();
  };
}

/** Number and service; no name ever. @param {any} ticket @param {Unit} unit @returns {HTMLElement[]} */
function onPaper(ticket, unit) {
  const number = document.createElement("p");
  number.className = "paper-number";
  put(number, ticket.number);
  const service = document.createElement("p");
  put(service, unit.service(ticket.service));
  return [number, service];
}

customElements.define("queue-ticket", QueueTicket);
