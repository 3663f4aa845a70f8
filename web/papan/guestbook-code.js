/** On a registered device the board shows the way to the guestbook as a QR code: for phones of people who are here today. */

import { api, ProblemError } from "../bersama/api.js";
import { deviceToken, forgetToken } from "../bersama/device.js";
import { qrSvg } from "../bersama/qr.js";

/** @typedef {import("./office-clock.js").OfficeClock} OfficeClock */

const TRY_AGAIN_MS = 60000;

export class GuestbookCode extends HTMLElement {
  #token = deviceToken();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal;

  connectedCallback() {
    window.addEventListener("hashchange", registerAnew);
    if (this.#token) this.#renew();
  }

  disconnectedCallback() {
    window.removeEventListener("hashchange", registerAnew);
    clearTimeout(this.#renewal);
  }

  /** An expired code is worse than none: it goes before another is asked for. */
  #renew = async () => {
    this.hidden = true;
    const wait = await this.#ask();
    if (wait !== null && this.isConnected) this.#renewal = setTimeout(this.#renew, wait);
  };

  /** @returns {Promise<number | null>} ms until it must be asked again; null where the service does not know the device */
  async #ask() {
    try {
      return this.#show(await api("GET", "/onsite-code", { token: this.#token ?? "" }));
    } catch (fault) {
      if (!(fault instanceof ProblemError && fault.status === 401)) return TRY_AGAIN_MS;
      forgetToken();
      return null;
    }
  }

  /** @param {{url: string, expires_at: string}} today */
  #show({ url, expires_at }) {
    const { now } = /** @type {OfficeClock} */ (document.querySelector("office-clock"));
    /** @type {HTMLElement} */ (this.querySelector(".qr")).replaceChildren(qrSvg(url));
    this.hidden = false;
    return Math.max(Date.parse(expires_at) - Date.parse(now), TRY_AGAIN_MS);
  }
}

/** Staff opened another registration's address in the page that is already here. */
function registerAnew() {
  if (location.hash) location.reload();
}

customElements.define("guestbook-code", GuestbookCode);
