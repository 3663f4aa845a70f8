/** The page behind the link in the mail: looking at it changes nothing, the button asks for the file, a face rates the visit. */

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
import "../bersama/rating-offer.js";
import "../bersama/visit-feedback.js";
import "./link-renewal.js";
import { isForRating, linkToken } from "./token.js";

/** @typedef {import("../bersama/file-check.js").FileCheck} FileCheck */
/** @typedef {import("../bersama/file-check.js").Part} Part */
/** @typedef {{title: string, pages: number | null, size_bytes: number, parts: Part[], expires_at: string, state: string, may_rate: boolean}} Copy */
/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

const SCREEN_OF_CODE = new Map([["copy-gone", "gone"], ["copy-withdrawn", "withdrawn"]]);
const SCREEN_OF_STATUS = new Map([[403, "revoked"], [404, "unknown"], [410, "expired"], [422, "unknown"], [429, "busy"], [503, "busy"]]);

/** Where a copy was made for the visit, which may be rated whether or not the copy can still be had. */
const RATABLE = ["ready", "expired", "renewed", "gone", "withdrawn"];

export class CopyLink extends HTMLElement {
  #screens = new Screens(this);
  #mayRate = false;
  /** What is shown beside the rating. */
  #home = "loading";
  #opening = false;
  /** @type {Promise<void>} */
  #office = Promise.resolve();

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("renewed", this.#renewed);
    this.addEventListener("renewalrefused", this.#renewalRefused);
    this.addEventListener("facetapped", this.#rate);
    this.addEventListener("feedbackgiven", this.#rated);
    this.addEventListener("turnedback", this.#turnBack);
    window.addEventListener("hashchange", this.#look);
    this.#rating.use(this.#give);
    this.#office = this.#meetOffice();
    this.#look();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("renewed", this.#renewed);
    this.removeEventListener("renewalrefused", this.#renewalRefused);
    this.removeEventListener("facetapped", this.#rate);
    this.removeEventListener("feedbackgiven", this.#rated);
    this.removeEventListener("turnedback", this.#turnBack);
    window.removeEventListener("hashchange", this.#look);
  }

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.action === "retry") this.#look();
    if (button?.dataset.action === "open") this.#open();
    if (button?.dataset.action === "return") this.#turnBack();
  };

  /** @param {Event} event */
  #renewed = (event) => {
    furnish(this, { words: { "sent-to": sentence("sent-to", { address: /** @type {CustomEvent} */ (event).detail }) } });
    this.#present("renewed");
  };

  /** @param {Event} event */
  #renewalRefused = (event) => this.#refuse(/** @type {CustomEvent} */ (event).detail);

  async #meetOffice() {
    try {
      const unit = await loadUnit();
      /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
      this.#rating.use(this.#give, unit.id.skd);
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    }
  }

  #look = async () => {
    if (!linkToken()) {
      this.#present("bare");
      return;
    }
    this.#mayRate = false;
    this.#present("loading");
    try {
      const copy = await api("POST", "/links/view", { body: { token: linkToken() } });
      await this.#office;
      this.#mayRate = copy.may_rate;
      this.#show(copy);
    } catch (fault) {
      this.#refuse(fault);
    }
    if (isForRating()) this.#askHowItWas();
  };

  /** Shows a screen, and the faces below where the visit may be rated. @param {string} screen */
  #present(screen) {
    this.#home = screen;
    this.#screens.show(screen);
    this.#offer.offer(this.#mayRate && RATABLE.includes(screen));
    furnish(this, { words: { unratable: isForRating() && !this.#mayRate && RATABLE.includes(screen) ? sentence("unratable") : null } });
  }

  /** The mail asked, and here it is asked at once. */
  #askHowItWas() {
    if (this.#offer.hidden) return;
    this.#turnTo("feedback");
    this.#rating.open();
  }

  /** @param {string} screen beside what the link leads to */
  #turnTo(screen) {
    this.#offer.offer(false);
    this.#screens.show(screen);
  }

  /** @param {Event} event */
  #rate = (event) => {
    this.#turnTo("feedback");
    this.#rating.openRated(/** @type {CustomEvent} */ (event).detail);
  };

  #rated = () => {
    this.#mayRate = false;
    if (this.#screens.current === "feedback") this.#turnTo("rated");
    else this.#offer.offer(false);
  };

  #turnBack = () => {
    this.#screens.show(this.#home);
    this.#offer.offer(this.#mayRate);
  };

  /** @type {import("../bersama/feedback-draft.js").Give} */
  #give = (body, sending) => api("POST", "/links/feedback", { ...sending, body: { token: linkToken(), ...body } });

  get #rating() {
    return /** @type {import("../bersama/visit-feedback.js").VisitFeedback} */ (this.querySelector("visit-feedback"));
  }

  get #offer() {
    return /** @type {import("../bersama/rating-offer.js").RatingOffer} */ (this.querySelector("rating-offer"));
  }

  /** @param {Copy} copy */
  #show(copy) {
    const ended = ["expired", "revoked"].find((state) => state === copy.state);
    if (ended) {
      this.#present(ended);
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
    this.#present("ready");
  }

  get #prints() {
    return /** @type {FileCheck} */ (this.querySelector("file-check"));
  }

  async #open() {
    if (this.#opening) return;
    this.#opening = true;
    try {
      const file = await api("POST", "/links/open", { body: { token: linkToken() } });
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
    if (fault instanceof NetworkLost) this.#present("offline");
    else if (fault instanceof ProblemError) this.#refuseFor(fault);
    else throw fault;
  }

  /** @param {ProblemError} problem */
  #refuseFor(problem) {
    const screen = SCREEN_OF_CODE.get(problem.code) ?? SCREEN_OF_STATUS.get(problem.status) ?? "broken";
    if (screen === "busy") furnish(this, { words: { busy: wordsOf(problem) } });
    this.#mayRate = problem.problem.may_rate ?? this.#mayRate;
    this.#present(screen);
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
