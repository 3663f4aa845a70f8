/** The code of the day, with which a phone that is in the office may open the guestbook. */

import { wordsOf } from "../bersama/faults.js";
import { dateAndTime } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { ask, isRefused } from "./staff.js";

const A_MOMENT_MS = 1000;

export class OnsiteCode extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal;

  disconnectedCallback() {
    this.rest();
  }

  async enter() {
    try {
      this.#show(await ask("GET", "/onsite-code"));
    } catch (fault) {
      if (!isRefused(fault)) furnish(this, { words: { trouble: wordsOf(fault) } });
    }
  }

  rest() {
    clearTimeout(this.#renewal);
  }

  /** At midnight there is another. @param {{code: string, expires_at: string}} today */
  #show({ code, expires_at }) {
    furnish(this, { words: { code, until: sentence("code-until", { when: dateAndTime(expires_at) }), trouble: null } });
    this.rest();
    const left = Date.parse(expires_at) - Date.now();
    if (left > 0) this.#renewal = setTimeout(() => this.enter(), left + A_MOMENT_MS);
  }
}

customElements.define("onsite-code", OnsiteCode);
