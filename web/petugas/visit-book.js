/** The guestbook at the desk: the day's visits, the form for one more, and the number that is handed over. */

import { dateAndTime } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import "../kiosk/queue-ticket.js";
import "./visit-form.js";
import "./visit-list.js";
import "./visit-person.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./visit-form.js").VisitForm} VisitForm */
/** @typedef {import("./visit-form.js").Recorded} Recorded */
/** @typedef {import("./visit-list.js").VisitList} VisitList */
/** @typedef {import("../kiosk/queue-ticket.js").QueueTicket} QueueTicket */
/** @typedef {import("./visit-person.js").VisitPerson} VisitPerson */

const PARTS = ["visit-list", "visit-form", "queue-ticket"];

export class VisitBook extends HTMLElement {
  /** @type {Unit | null} */
  #unit = null;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("visitrecorded", this.#recorded);
    this.addEventListener("entryleft", this.#list);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("visitrecorded", this.#recorded);
    this.removeEventListener("entryleft", this.#list);
  }

  /** @param {import("./staff.js").Member} _member @param {Unit} unit */
  enter(_member, unit) {
    this.#unit = unit;
    furnish(this.#ticket, { words: { office: unit.both((said) => said.short_name) } });
    this.#form.begin(unit);
    if (this.#form.isUncertain) this.#show("visit-form");
    else if (this.#form.hidden) this.#list();
  }

  /** A visit's address is not left on a screen that nobody looks at, nor is anybody's name. */
  rest() {
    this.#person.close();
    this.#days.rest();
    if (!this.#ticket.hidden) this.#show("visit-list");
  }

  get #days() {
    return /** @type {VisitList} */ (this.querySelector("visit-list"));
  }

  get #form() {
    return /** @type {VisitForm} */ (this.querySelector("visit-form"));
  }

  get #ticket() {
    return /** @type {QueueTicket} */ (this.querySelector("queue-ticket"));
  }

  get #person() {
    return /** @type {VisitPerson} */ (this.querySelector("visit-person"));
  }

  /** One part at a time; a ticket that is put away leaves nothing. @param {string} name */
  #show(name) {
    for (const part of PARTS) /** @type {HTMLElement} */ (this.querySelector(part)).hidden = part !== name;
    /** @type {HTMLElement} */ (this.querySelector('[data-part="begin"]')).hidden = name !== "visit-list";
    if (name !== "visit-list") this.#days.rest();
    if (name !== "queue-ticket") this.#ticket.clear();
    /** @type {HTMLElement | null} */ (this.querySelector(`${name} h2[tabindex]`))?.focus();
  }

  #list = () => {
    this.#show("visit-list");
    this.#days.begin(/** @type {Unit} */ (this.#unit));
  };

  /** @param {Event} event */
  #press = (event) => {
    const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
    if (action === "record") this.#show("visit-form");
    if (action === "close") this.#list();
    if (action === "person") this.#person.open(visitOf(/** @type {HTMLElement} */ (event.target)));
  };

  /** @param {Event} event */
  #recorded = (event) => {
    const { opened, waits, arrived_at } = /** @type {CustomEvent<Recorded>} */ (event).detail;
    if (waits) {
      this.#ticket.show(opened, /** @type {Unit} */ (this.#unit));
      this.#show("queue-ticket");
      return;
    }
    const numbers = opened.tickets.map((/** @type {any} */ one) => one.number).join(", ");
    const when = dateAndTime(arrived_at ?? new Date().toISOString());
    furnish(this.#form, { words: { said: sentence("recorded", { numbers, when }) } });
    /** @type {HTMLElement} */ (this.#form.querySelector('[name="name"]')).focus();
  };
}

/** The visit that a row of the list is about. @param {HTMLElement} place in the row */
function visitOf(place) {
  return (/** @type {HTMLElement} */ (place.closest("[data-key]")).dataset.key ?? "").split(" ")[0];
}

customElements.define("visit-book", VisitBook);
