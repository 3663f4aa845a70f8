/** Sending the guestbook exactly once, whatever fingers and networks do. */

import { NetworkLost, ProblemError, api, newKey } from "../bersama/api.js";

/** @typedef {{key: string, body: object}} Pending an entry that may have arrived, under the key that makes it one act */

/**
 * One entry on its way. Its key and its body are fixed at the first try and kept until the service has answered:
 * a second press, or a try after a lost answer, is the same act. Only a refusal frees them, for then nothing was written.
 */
export class Submission {
  /** @type {Promise<any> | null} */
  #running = null;
  #kept;
  #post;

  /**
   * @param {Pending | null} [pending] what an earlier page of this tab did not see answered
   * @param {() => void} [kept] told before anything is sent, and when a refusal has freed the entry
   * @param {(token: string, pending: Pending) => Promise<any>} [post] how it is sent, where not as a visitor's own
   */
  constructor(pending = null, kept = () => {}, post = postVisit) {
    this.pending = pending;
    this.#kept = kept;
    this.#post = post;
  }

  /** Whether an earlier try may have arrived: then only that same entry may be sent again. */
  get isUncertain() {
    return this.pending !== null && this.#running === null;
  }

  /**
   * @param {string} token of the kiosk, or the code of the day
   * @param {object} body
   * @returns {Promise<any>} the service's answer
   */
  send(token, body) {
    this.pending ??= { key: newKey(), body };
    this.#kept();
    this.#running ??= this.#try(token, this.pending);
    return this.#running;
  }

  /** An answered entry stays pending where it is kept: a page that comes back gets the same answer again. @param {string} token @param {Pending} pending */
  async #try(token, pending) {
    try {
      return await this.#post(token, pending);
    } catch (fault) {
      if (isRefusal(fault)) this.#free();
      throw fault;
    } finally {
      this.#running = null;
    }
  }

  #free() {
    this.pending = null;
    this.#kept();
  }
}

/** @param {string} token @param {Pending} pending */
function postVisit(token, pending) {
  return api("POST", "/visits", { token, ...pending });
}

/** Whether the service surely wrote nothing. @param {unknown} fault */
function isRefusal(fault) {
  if (fault instanceof NetworkLost) return false;
  if (!(fault instanceof ProblemError)) return true;
  return fault.status < 500 && fault.code !== "still-running";
}
