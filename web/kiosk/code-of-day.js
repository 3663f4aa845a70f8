/** The code of the day as a device in the office knows it. */

import { NetworkLost, ProblemError, api } from "../bersama/api.js";

/** @typedef {{code: string, day: string, url: string, expires_at: string}} Today the answer of GET /api/onsite-code */

export class CodeOfDay {
  /** @type {Today | null} */
  today = null;

  /**
   * Asks anew. Refused, there is no code; without an answer the last one stays until it expires. Never rejects for either:
   * everything else on the device works without a code.
   * @param {string} token the device's
   */
  async renew(token) {
    try {
      this.today = await api("GET", "/onsite-code", { token });
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
      if (isRefusal(fault)) this.today = null;
      else this.forgetExpired();
    }
  }

  /** Nobody answered: what has expired is shown no longer. */
  forgetExpired() {
    if (this.today && Date.parse(this.today.expires_at) <= Date.now()) this.today = null;
  }
}

/** @param {NetworkLost | ProblemError} fault */
function isRefusal(fault) {
  return fault instanceof ProblemError && fault.status < 500 && fault.status !== 429;
}
