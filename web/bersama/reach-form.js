/** How to reach a visitor, mended in the page: a right email address, or a consent to WhatsApp with its mobile number. */

import { suggestedIn } from "./address-slip.js";
import { ProblemError, api } from "./api.js";
import { complaintsOf } from "./faults.js";
import { put, say, sentence } from "./language.js";
import { stamp } from "./list.js";

/** @typedef {import("./visit-feed.js").VisitFeed} VisitFeed */
/** @typedef {import("./unit.js").Unit} Unit */
/** @typedef {import("./faults.js").Complaint} Complaint */

const CONSENT = "contact-whatsapp";
const MOBILE_MISSING = ["whatsapp-needs-number", "whatsapp-needs-mobile"];
let count = 0;

/**
 * Opens the form in a place, where none is open yet. "reached" (detail: the channel) says that the way works now.
 * @param {HTMLElement} place
 * @param {string} channel "email" or "whatsapp"
 * @param {VisitFeed} feed
 * @param {Unit | null} unit whose consent is asked for
 */
export function openReach(place, channel, feed, unit) {
  const known = place.querySelector("reach-form");
  const form = /** @type {ReachForm} */ (known ?? document.createElement("reach-form"));
  if (!known) place.append(form);
  form.open(channel, feed, unit);
}

export class ReachForm extends HTMLElement {
  #channel = "";
  /** @type {VisitFeed | null} */
  #feed = null;
  /** @type {any} the text that is agreed to */
  #consent = null;
  /** @type {string | null} an address that the visitor called right */
  #confirmed = null;
  #sending = false;

  connectedCallback() {
    this.addEventListener("submit", this.#submit);
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#submit);
    this.removeEventListener("click", this.#press);
  }

  /** @param {string} channel @param {VisitFeed} feed @param {Unit | null} unit */
  open(channel, feed, unit) {
    if (this.#channel !== channel) {
      [this.#channel, this.#feed] = [channel, feed];
      this.replaceChildren(stamp(`reach-${channel}`));
      name(this);
      if (channel === "whatsapp" && unit) this.#askConsent(unit);
    }
    this.querySelector("input")?.focus();
  }

  /** @param {Unit} unit */
  #askConsent(unit) {
    this.#consent = unit.id.consents.find((/** @type {any} */ one) => one.code === CONSENT);
    const place = unit.id.consents.indexOf(this.#consent);
    put(this.#place('[data-part="text"]'), unit.both((said) => said.consents[place].text));
    const { phone } = this.#feed?.visit?.reach ?? {};
    const isKnown = phone && !MOBILE_MISSING.includes(this.#feed?.channel("whatsapp")?.code ?? "");
    if (isKnown) say(this.#place(".hint"), "number-known", { number: phone });
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    if ("close" in button.dataset) this.#close();
    if (button.dataset.suggested) this.#settle(button.dataset.suggested, null);
    if ("confirm" in button.dataset) this.#settle(this.#line("email"), this.#line("email"));
  };

  /** @param {string} address @param {string | null} confirmed */
  #settle(address, confirmed) {
    this.#input("email").value = address;
    this.#confirmed = confirmed;
    this.#send();
  }

  #close() {
    const before = this.parentElement?.querySelector("[data-mend]:not([hidden])");
    this.remove();
    /** @type {HTMLElement | null | undefined} */ (before)?.focus();
  }

  /** @param {Event} event */
  #submit = (event) => {
    event.preventDefault();
    this.#send();
  };

  async #send() {
    if (this.#sending || !this.#feed) return;
    this.#clear();
    const missing = this.#missing();
    if (missing) return this.#complain([missing]);
    this.#sending = true;
    try {
      const visit = await api("POST", this.#path, { token: this.#feed.token, body: this.#body() });
      this.#done(visit);
    } catch (fault) {
      const complaints = complaintsOf(fault);
      if (fault instanceof ProblemError) this.#suggest(fault, complaints);
      this.#complain(complaints);
    }
    this.#sending = false;
    return undefined;
  }

  /** The form goes before the visit is shown, for its place may then be shown without it. @param {any} visit */
  #done(visit) {
    const place = this.parentElement;
    this.remove();
    this.#feed?.take(visit);
    place?.dispatchEvent(new CustomEvent("reached", { bubbles: true, detail: this.#channel }));
  }

  get #path() {
    return this.#channel === "email" ? "/visit/email" : "/visit/consents";
  }

  #body() {
    if (this.#channel === "whatsapp") {
      const phone = this.#line("phone");
      return { code: CONSENT, version: this.#consent?.version, ...(phone ? { phone } : {}) };
    }
    const email = this.#line("email");
    return { email, ...(this.#confirmed === email ? { email_confirmed: true } : {}) };
  }

  /** What the page can see by itself. @returns {Complaint | null} */
  #missing() {
    if (this.#channel === "email") return this.#line("email") ? null : { field: "email", words: sentence("field-email-required") };
    return this.#input("agreed").checked ? null : { field: "code", words: sentence("agree-first") };
  }

  /** Offers the address that was probably meant. @param {ProblemError} fault @param {Complaint[]} complaints */
  #suggest(fault, complaints) {
    const address = suggestedIn(fault);
    const slip = address && complaints.find((one) => one.field === "email");
    if (!slip) return;
    slip.words = sentence("did-you-mean", { address });
    const button = this.#place("[data-suggested]");
    button.dataset.suggested = address;
    put(button, sentence("use-address", { address }));
    this.#place('[data-part="suggestion"]').hidden = false;
  }

  /** @param {Complaint[]} complaints */
  #complain(complaints) {
    for (const { field, words } of complaints) {
      const place = field ? this.querySelector(`[data-field="${CSS.escape(field)}"]`) : null;
      const told = /** @type {HTMLElement} */ (place?.querySelector(".fault") ?? this.#place('[data-part="form-trouble"]'));
      put(told, words);
      told.hidden = false;
      place?.classList.add("faulty");
      place?.querySelector("input")?.setAttribute("aria-invalid", "true");
    }
    /** @type {HTMLElement | null} */ (this.querySelector(".faulty input"))?.focus();
  }

  #clear() {
    for (const one of this.querySelectorAll(".faulty")) one.classList.remove("faulty");
    for (const one of this.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('.fault, [data-part="form-trouble"], [data-part="suggestion"]'))) one.hidden = true;
  }

  /** @param {string} field */
  #line(field) {
    return this.#input(field).value.trim();
  }

  /** @param {string} field */
  #input(field) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${field}"]`));
  }

  /** @param {string} selector */
  #place(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** Ties labels, hints and faults to their inputs: several forms may have been open in one page. @param {HTMLElement} form */
function name(form) {
  for (const field of form.querySelectorAll(".field")) {
    count += 1;
    const [input, label] = [/** @type {HTMLInputElement} */ (field.querySelector("input")), field.querySelector("label")];
    input.id = `reach-${count}`;
    if (label && !label.contains(input)) label.htmlFor = input.id;
    const told = [...field.querySelectorAll(".hint, .fault")];
    told.forEach((one, at) => { one.id = `reach-${count}-${at}`; });
    input.setAttribute("aria-describedby", told.map((one) => one.id).join(" "));
  }
}

customElements.define("reach-form", ReachForm);
