/** The way to the guestbook on one's own phone: the code of the day, to scan and in letters; hidden while there is none. */

import { qrSvg } from "../bersama/qr.js";

export class PhoneInvitation extends HTMLElement {
  /** @param {import("./code-of-day.js").Today | null} today */
  show(today) {
    this.hidden = today === null;
    if (today?.url === this.dataset.leads) return;
    this.querySelector(".qr")?.replaceChildren(...(today ? [qrSvg(today.url)] : []));
    const letters = this.querySelector("[data-code]");
    if (letters) letters.textContent = today?.code ?? "";
    if (today) this.dataset.leads = today.url;
    else delete this.dataset.leads;
  }
}

customElements.define("phone-invitation", PhoneInvitation);
