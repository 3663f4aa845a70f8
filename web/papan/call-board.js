/** Who is called to which desk, and how many wait. It asks without end, says when it cannot, and knows no names. */

import { api, Etag, ProblemError } from "../bersama/api.js";
import { clockTime } from "../bersama/format.js";
import { draw, furnish } from "../bersama/list.js";
import { put, sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { loadUnit } from "../bersama/unit.js";
import { recall, remember } from "./last-board.js";
import "./office-clock.js";

/** @typedef {{number: string, service: string, desk: string, called_at: string}} Call */
/** @typedef {{day: string, calls: Call[], waiting: Record<string, number>, as_of: string}} Board */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./office-clock.js").OfficeClock} OfficeClock */

const EVERY_MS = 2000;
const STALE_AFTER_MS = 10000;
const LONGEST_WAIT_MS = 10000;
const FRESH_MS = 10000;
const USUAL_LENGTH = "A-001".length;

export class CallBoard extends HTMLElement {
  #code = new URLSearchParams(location.search).get("unit") ?? undefined;
  #etag = new Etag();
  /** @type {Unit | null} */
  #unit = null;
  /** @type {Board | null} */
  #board = null;
  /** When an answer last came, by this device. @type {string | null} */
  #heard = null;
  #mistaken = false;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #freshness;

  connectedCallback() {
    this.#polling = poll(this.#ask, {
      every: EVERY_MS, staleAfter: STALE_AFTER_MS, stale: this.#tellStale, whenHidden: true, longest: LONGEST_WAIT_MS,
    });
  }

  disconnectedCallback() {
    this.#polling?.stop();
    clearTimeout(this.#freshness);
  }

  get #clock() {
    return /** @type {OfficeClock} */ (document.querySelector("office-clock"));
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
    this.#clock.dataset.known = "";
    this.#clock.tick();
    if (this.#board) this.#draw(this.#board, []);
  }

  /** After a reload without connection the last numbers are better than none; the banner says how old they are. */
  #recallLast() {
    if (this.#board) return;
    const last = recall(this.#code);
    if (!last) return;
    this.#board = last.board;
    this.#heard = last.heard;
    this.#draw(last.board, []);
    this.#tellStale(true);
  }

  /** A new day begins with a fresh page, and so with whatever was improved meanwhile. @param {Board | null} board null: unchanged */
  #receive(board) {
    const before = this.#board;
    if (board) {
      this.#clock.compare(board.as_of);
      this.#draw(board, before ? newCalls(before, board) : []);
      this.#board = board;
    }
    this.#heard = this.#clock.now;
    if (this.#board) remember(this.#code, this.#board, this.#heard);
    if (before && before.day !== this.#board?.day) location.reload();
  }

  /** @param {Board} board @param {string[]} fresh keys of the calls that are new */
  #draw(board, fresh) {
    const [latest] = board.calls;
    this.#part("connecting").hidden = true;
    this.#part("none").hidden = Boolean(latest);
    this.#part("call").hidden = !latest;
    this.#part("no-calls").hidden = Boolean(latest);
    if (latest) this.#drawLatest(latest);
    draw(/** @type {HTMLElement} */ (this.querySelector(".calls ol")), "call", board.calls.map((call) => ({
      key: keyOf(call),
      words: { number: call.number, desk: sentence("desk", { desk: call.desk }) },
      marks: { fresh: fresh.includes(keyOf(call)) ? "" : null },
    })));
    const waiting = Object.entries(board.waiting);
    draw(/** @type {HTMLElement} */ (this.querySelector(".waiting ul")), "service-waiting", waiting.map(([code, count]) => ({
      key: code,
      words: { name: this.#unit ? this.#unit.service(code) : code, count: String(count) },
    })));
    if (fresh.length > 0) this.#flash(Boolean(latest) && fresh.includes(keyOf(latest)));
  }

  /** @param {Call} call */
  #drawLatest(call) {
    furnish(this.#part("call"), { words: {
      number: call.number,
      service: this.#unit ? this.#unit.service(call.service) : null,
      desk: sentence("desk", { desk: call.desk }),
    } });
    this.querySelector(".called")?.toggleAttribute("data-long", call.number.length > USUAL_LENGTH);
  }

  /** New calls stand out for a while. @param {boolean} latest whether the large one is among them */
  #flash(latest) {
    clearTimeout(this.#freshness);
    if (latest) this.#ring();
    this.#freshness = setTimeout(() => {
      for (const one of this.querySelectorAll("[data-fresh]")) one.removeAttribute("data-fresh");
    }, FRESH_MS);
  }

  #ring() {
    const now = /** @type {HTMLElement} */ (this.querySelector(".now"));
    now.removeAttribute("data-fresh");
    void now.offsetWidth; // a pulse begins anew only after a layout without it
    now.setAttribute("data-fresh", "");
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    furnish(this, { words: { stale: yes ? this.#trouble() : null } });
    this.#part("hint").hidden = yes;
  };

  #trouble() {
    if (this.#mistaken) return sentence("unknown");
    return this.#heard ? sentence("stale", { since: clockTime(this.#heard) }) : sentence("never");
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** A number called again is a new call: its moment differs. @param {Call} call */
function keyOf(call) {
  return `${call.number} ${call.called_at}`;
}

/** @param {Board} before @param {Board} after @returns {string[]} */
function newCalls(before, after) {
  const known = new Set(before.calls.map(keyOf));
  return after.calls.map(keyOf).filter((key) => !known.has(key));
}

customElements.define("call-board", CallBoard);
