/** The page behind the link in the mail: looking at it changes nothing, the button asks for the file. */

import { api, NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { dateAndTime, fileSize, number } from "../bersama/format.js";
import { loadPage } from "../bersama/fragments.js";
import { sentence } from "../bersama/language.js";
import { furnish } from "../bersama/list.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/file-check.js";
import "../bersama/office-contact.js";
import "./link-renewal.js";

/** @typedef {import("../bersama/file-check.js").FileCheck} FileCheck */
/** @typedef {import("../bersama/file-check.js").Part} Part */
/** @typedef {{title: string, pages: number | null, size_bytes: number, parts: Part[], expires_at: string, state: string}} Copy */
/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

const SCREEN_OF_CODE = new Map([["copy-gone", "gone"], ["copy-withdrawn", "withdrawn"]]);
const SCREEN_OF_STATUS = new Map([[403, "revoked"], [404, "unknown"], [410, "expired"], [422, "unknown"], [429, "busy"], [503, "busy"]]);

export class CopyLink extends HTMLElement {
  #screens = new Screens(this);
  #opening = false;
  /** @type {Promise<void>} */
  #office = Promise.resolve();

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("renewed", this.#renewed);
    this.addEventListener("renewalrefused", this.#renewalRefused);
    window.addEventListener("hashchange", this.#look);
    this.#office = this.#meetOffice();
    this.#look();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("renewed", this.#renewed);
    this.removeEventListener("renewalrefused", this.#renewalRefused);
    window.removeEventListener("hashchange", this.#look);
  }

  /** The token travels in the fragment, which browsers keep to themselves. */
  get token() {
    return location.hash.slice(1);
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.action === "retry") this.#look();
    if (button?.dataset.action === "open") this.#open();
  };

  /** @param {Event} event */
  #renewed = (event) => {
    furnish(this, { words: { "sent-to": sentence("sent-to", { address: /** @type {CustomEvent} */ (event).detail }) } });
    this.#screens.show("renewed");
  };

  /** @param {Event} event */
  #renewalRefused = (event) => this.#refuse(/** @type {CustomEvent} */ (event).detail);

  async #meetOffice() {
    try {
      const unit = await loadUnit();
      /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    }
  }

  #look = async () => {
    if (!this.token) {
      this.#screens.show("bare");
      return;
    }
    this.#screens.show("loading");
    try {
      const copy = await api("POST", "/links/view", { body: { token: this.token } });
      await this.#office;
      this.#show(copy);
    } catch (fault) {
      this.#refuse(fault);
    }
  };

  /** @param {Copy} copy */
  #show(copy) {
    const ended = ["expired", "revoked"].find((state) => state === copy.state);
    if (ended) {
      this.#screens.show(ended);
      return;
    }
    furnish(this, { words: {
      title: copy.title,
      extent: extentOf(copy),
      until: sentence("until", { when: dateAndTime(copy.expires_at) }),
      act: sentence("download"),
      opened: null,
      trouble: null,
    } });
    this.#prints.expect(copy.parts);
    this.#screens.show("ready");
  }

  get #prints() {
    return /** @type {FileCheck} */ (this.querySelector("file-check"));
  }

  async #open() {
    if (this.#opening) return;
    this.#opening = true;
    try {
      const file = await api("POST", "/links/open", { body: { token: this.token } });
      this.#prints.expect(file.parts);
      furnish(this, { words: { act: sentence("download-again"), opened: sentence("opened", { filename: file.filename }), trouble: null } });
      location.assign(file.url);
    } catch (fault) {
      this.#refuseOpening(fault);
    }
    this.#opening = false;
  }

  /** @param {unknown} fault */
  #refuse(fault) {
    if (fault instanceof NetworkLost) this.#screens.show("offline");
    else if (fault instanceof ProblemError) this.#refuseFor(fault);
    else throw fault;
  }

  /** @param {ProblemError} problem */
  #refuseFor(problem) {
    const screen = SCREEN_OF_CODE.get(problem.code) ?? SCREEN_OF_STATUS.get(problem.status) ?? "broken";
    if (screen === "busy") furnish(this, { words: { busy: wordsOf(problem) } });
    this.#screens.show(screen);
  }

  /** A passing trouble is told beside the button; a link that has ended shows that instead. @param {unknown} fault */
  #refuseOpening(fault) {
    const ended = fault instanceof ProblemError && [403, 404, 410].includes(fault.status);
    if (ended) this.#refuse(fault);
    else furnish(this, { words: { trouble: wordsOf(fault), opened: null } });
  }
}

/** @param {{pages: number | null, size_bytes: number}} copy */
function extentOf({ pages, size_bytes }) {
  const size = fileSize(size_bytes);
  return pages ? sentence("extent", { pages: number(pages), size }) : sentence("extent-size", { size });
}

await loadPage();
customElements.define("copy-link", CopyLink);
