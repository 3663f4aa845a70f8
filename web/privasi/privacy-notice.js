/** The privacy notice: its times are the office's own. Opened from a kiosk, it goes back there by itself. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/office-contact.js";

/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

const AT_KIOSK = "#kiosk";
const KIOSK = "../kiosk/";
const IDLE_MS = 60000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "scroll"];

export class PrivacyNotice extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.#tell();
    if (location.hash !== AT_KIOSK) return;
    document.body.classList.add("kiosk");
    /** @type {HTMLElement} */ (this.querySelector('[data-part="to-kiosk"]')).hidden = false;
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, this.#stay);
    this.#stay();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, this.#stay);
    clearTimeout(this.#idle);
  }

  /** @param {Event} event */
  #press = (event) => {
    if (/** @type {HTMLElement} */ (event.target).closest('[data-action="to-kiosk"]')) leave();
  };

  /** Somebody is reading. */
  #stay = () => {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(leave, IDLE_MS);
  };

  async #tell() {
    try {
      const unit = await loadUnit();
      const { contact_days, copy_days, link_days } = unit.said.retention;
      furnish(this, { words: {
        contact: sentence("days", { days: contact_days }),
        copies: sentence("copy-days", { days: copy_days }),
        links: sentence("link-days", { days: link_days }),
      } });
      /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
      if (location.hash === AT_KIOSK) deadenLinks();
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
      const unknown = sentence("days-unknown");
      furnish(this, { words: { contact: unknown, copies: unknown, links: unknown } });
    }
  }
}

/** A kiosk neither telephones nor writes mails. */
function deadenLinks() {
  for (const link of document.querySelectorAll("office-contact a")) link.removeAttribute("href");
}

/** The notice does not stay in the kiosk's history. */
function leave() {
  location.replace(KIOSK);
}

customElements.define("privacy-notice", PrivacyNotice);
