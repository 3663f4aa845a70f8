/** Who is called to which desk, and how many wait. It asks without end, says when it cannot, and knows no names. */

import { api, Etag, ProblemError } from "../bersama/api.js";
import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { put, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { loadUnit } from "../bersama/unit.js";
import { keyOf } from "./announcement-queue.js";
import { deskWords } from "./desk.js";
import { recall, remember } from "./last-board.js";
import "./call-announcer.js";
import "./office-clock.js";

/** @typedef {{number: string, service: string, desk: string, called_at: string}} Call */
/** @typedef {{day: string, calls: Call[], waiting: Record<string, number>, as_of: string}} Board */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./call-announcer.js").CallAnnouncer} CallAnnouncer */
/** @typedef {import("./office-clock.js").OfficeClock} OfficeClock */

const EVERY_MS = 2000;
const STALE_AFTER_MS = 10000;
const LONGEST_WAIT_MS = 10000;
const USUAL_LENGTH = "A-001".length;
/** The longest word that the column of desks holds in full size. */
const ROOMY_WORD = "statistik".length;

export class CallBoard extends HTMLElement {
  #code = new URLSearchParams(location.search).get("unit") ?? undefined;
  #etag = new Etag();
  /** @type {Unit | null} */
  #unit = null;
  /** @type {Board | null} */
  #board = null;
  /** The office's day that this page began on. @type {string | null} */
  #day = null;
  /** When an answer last came, by this device. @type {string | null} */
  #heard = null;
  #mistaken = false;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;

  connectedCallback() {
    this.addEventListener("announcing", this.#redraw);
    this.addEventListener("announced", this.#redraw);
    this.#polling = poll(this.#ask, {
      every: EVERY_MS, staleAfter: STALE_AFTER_MS, stale: this.#tellStale, whenHidden: true, longest: LONGEST_WAIT_MS,
    });
  }

  disconnectedCallback() {
    this.removeEventListener("announcing", this.#redraw);
    this.removeEventListener("announced", this.#redraw);
    this.#polling?.stop();
  }

  get #clock() {
    return /** @type {OfficeClock} */ (document.querySelector("office-clock"));
  }

  get #announcer() {
    return /** @type {CallAnnouncer} */ (this.querySelector("call-announcer"));
  }

  #ask = async () => {
    try {
      await this.#meetOffice();
      const query = this.#code ? `?unit=${encodeURIComponent(this.#code)}` : "";
      this.#receive(await api("GET", `/board${query}`, { etag: this.#etag }));
    } catch (fault) {
      this.#mistaken = fault instanceof ProblemError && fault.status === 404;
      if (this.#mistaken) this.#tellStale(true);
      throw fault;
    }
  };

  async #meetOffice() {
    if (this.#unit) return;
    this.#recallLast();
    this.#unit = await loadUnit(this.#code);
    put(/** @type {Element} */ (document.getElementById("office")), this.#unit.both((said) => said.name));
    this.#announcer.place = this.#unit.id.desk_name;
    this.#clock.dataset.known = "";
    this.#clock.tick();
    this.#redraw();
  }

  /** After a reload without connection the last numbers are better than none; the banner says how old they are. */
  #recallLast() {
    if (this.#board) return;
    const last = recall(this.#code);
    if (!last) return;
    this.#board = last.board;
    this.#heard = last.heard;
    this.#redraw();
    this.#tellStale(true);
  }

  /** A new day begins with a fresh page, and so with whatever was improved meanwhile. @param {Board | null} board null: unchanged */
  #receive(board) {
    if (board) {
      this.#board = board;
      this.#day ??= board.day;
      this.#clock.compare(board.as_of);
    }
    this.#heard = this.#clock.now;
    if (this.#board) remember(this.#code, this.#board, this.#heard);
    if (this.#day !== this.#board?.day && !this.#announcer.current) return location.reload();
    if (board) this.#announcer.hear(board.calls, board.as_of);
    if (board) this.#redraw();
  }

  /** The large number is the one that is being announced, and then the latest. */
  #redraw = () => {
    const board = this.#board;
    if (!board) return;
    const announced = this.#announcer.current;
    const large = announced ?? board.calls[0];
    this.#part("connecting").hidden = true;
    this.#part("none").hidden = Boolean(large);
    this.#part("call").hidden = !large;
    this.#part("no-calls").hidden = board.calls.length > 0;
    this.querySelector(".now")?.toggleAttribute("data-announcing", Boolean(announced));
    if (large) this.#drawLarge(large);
    this.#drawCalls(board.calls, announced && keyOf(announced));
    this.#drawWaiting(Object.entries(board.waiting));
  };

  /** @param {Call[]} calls @param {string | null} announced key of the call that is being announced */
  #drawCalls(calls, announced) {
    draw(/** @type {HTMLElement} */ (this.querySelector(".calls ol")), "call", calls.map((call) => {
      const desk = deskWords(call.desk, this.#unit);
      return {
        key: keyOf(call),
        words: { number: call.number, desk },
        marks: {
          announcing: keyOf(call) === announced ? "" : null,
          long: call.number.length > USUAL_LENGTH ? "" : null,
          wordy: hasLongWord(typeof desk === "string" ? desk : desk.id) ? "" : null,
        },
      };
    }));
  }

  /** @param {[string, number][]} waiting */
  #drawWaiting(waiting) {
    draw(/** @type {HTMLElement} */ (this.querySelector(".waiting ul")), "service-waiting", waiting.map(([code, count]) => ({
      key: code,
      words: { name: this.#unit ? this.#unit.service(code) : code, count: String(count) },
    })));
  }

  /** @param {Call} call */
  #drawLarge(call) {
    furnish(this.#part("call"), { words: {
      number: call.number,
      service: this.#unit ? this.#unit.service(call.service) : null,
      desk: deskWords(call.desk, this.#unit),
    } });
    this.querySelector(".called")?.toggleAttribute("data-long", call.number.length > USUAL_LENGTH);
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    const trouble = this.#trouble();
    furnish(this.#part("stale"), {
      words: { trouble: sentence(trouble.key, trouble.values), advice: sentence(`${trouble.key}-advice`) },
    });
    this.#part("stale").hidden = !yes;
    this.#part("hint").hidden = yes;
  };

  /** @returns {{key: string, values?: Record<string, Twins>}} what is wrong, as a sentence of the page */
  #trouble() {
    if (this.#mistaken) return { key: "unknown" };
    return this.#heard ? { key: "stale", values: { since: clockTime(this.#heard) } } : { key: "never" };
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {string | undefined} words */
function hasLongWord(words = "") {
  return words.split(/\s+/).some((word) => word.length > ROOMY_WORD);
}

customElements.define("call-board", CallBoard);
