/** Sending the guestbook exactly once, whatever fingers and networks do. */

import { NetworkLost, ProblemError, api, newKey } from "../bersama/api.js";

/**
 * One entry on its way. Its key and its body are fixed at the first try and kept until the service has answered:
 * a second press, or a try after a lost answer, is the same act. Only a refusal frees them, for then nothing was written.
 */
export class Submission {
  /** @type {{key: string, body: object} | null} */
  #pending = null;
  /** @type {Promise<any> | null} */
  #running = null;

  /** Whether an earlier try may have arrived: then only that same entry may be sent again. */
  get isUncertain() {
    return this.#pending !== null && this.#running === null;
  }

  /**
   * @param {string} token of the kiosk
   * @param {object} body
   * @returns {Promise<any>} the service's answer
   */
  send(token, body) {
    this.#pending ??= { key: newKey(), body };
    this.#running ??= this.#try(token, this.#pending);
    return this.#running;
  }

  /** @param {string} token @param {{key: string, body: object}} pending */
  async #try(token, pending) {
    try {
      const answer = await api("POST", "/visits", { token, ...pending });
      this.#pending = null;
      return answer;
    } catch (fault) {
      if (isRefusal(fault)) this.#pending = null;
      throw fault;
    } finally {
      this.#running = null;
    }
  }
}

/** Whether the service surely wrote nothing. @param {unknown} fault */
function isRefusal(fault) {
  if (fault instanceof NetworkLost) return false;
  if (!(fault instanceof ProblemError)) return true;
  return fault.status < 500 && fault.code !== "still-running";
}
