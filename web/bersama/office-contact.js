/** How to reach the office: hidden until the page has heard of it (GET /api/unit), and for good when it has not. */

import { furnish } from "./list.js";

export class OfficeContact extends HTMLElement {
  /** @param {import("./unit.js").Unit} unit */
  show(unit) {
    const { address, phone, email } = unit.said;
    furnish(this, { words: { name: unit.both((said) => said.name), address, phone, email } });
    this.#link("phone", `tel:${phone.replace(/[^\d+]/g, "")}`);
    if (email) this.#link("email", `mailto:${email}`);
    else this.querySelector('[data-part="email"]')?.remove();
    this.hidden = false;
  }

  /** @param {string} slot @param {string} address */
  #link(slot, address) {
    this.querySelector(`a[data-slot="${slot}"]`)?.setAttribute("href", address);
  }
}

customElements.define("office-contact", OfficeContact);
