/** Which calls are still to be announced, oldest first; what was announced is remembered on the device. */

/** @typedef {import("./call-board.js").Call} Call */

const KEPT_AS = "papan diumumkan";
const BOARD_HOLDS = 5;
const REMEMBERED = 50;
const SEEN = 200;
/** After a reload, older calls are taken for announced by the page before, or by staff. */
const FRESH_MS = 60000;
/** After a lost connection, whom an older call was for has long been fetched by staff. */
const WANTED_MS = 600000;
const OLD_MS = 120000;

/** A number called again is a new call: its moment differs. @param {Call} call */
export function keyOf(call) {
  return `${call.number} ${call.called_at}`;
}

export class AnnouncementQueue {
  #told = remembered();
  #seen = new Set(this.#told);
  #isFirst = true;
  /** @type {{call: Call, calledAt: number}[]} with the moment by this device's clock */
  #waiting = [];
  /** @type {Call[]} */
  #shown = [];

  /**
   * Takes up what the board shows now. What comes back in at its end, because a later call was taken back, is not new.
   * @param {Call[]} calls newest first
   * @param {string} asOf the service's time of the answer, so that this device's clock does not matter
   */
  hear(calls, asOf) {
    const limit = this.#isFirst ? FRESH_MS : WANTED_MS;
    const oldest = this.#shown[BOARD_HOLDS - 1];
    this.#isFirst = false;
    this.#shown = calls;
    for (const call of calls) {
      if (this.#seen.has(keyOf(call))) continue;
      this.#seen.add(keyOf(call));
      const comesBack = oldest && call.called_at < oldest.called_at;
      const age = Date.parse(asOf) - Date.parse(call.called_at);
      if (age < limit && !comesBack) this.#waiting.push({ call, calledAt: Date.now() - age });
    }
    this.#waiting = this.#waiting.filter(({ call }) => !this.isTakenBack(call));
    this.#waiting.sort((a, b) => a.calledAt - b.calledAt || a.call.number.localeCompare(b.call.number));
    this.#seen = new Set([...this.#seen].slice(-SEEN));
  }

  /**
   * The next call to announce, and how often: twice, or once where so many wait that it is minutes old.
   * @returns {{call: Call, times: number} | null}
   */
  next() {
    const first = this.#waiting.shift();
    return first ? { call: first.call, times: Date.now() - first.calledAt > OLD_MS ? 1 : 2 } : null;
  }

  /** Remembers that a call was heard to its end once. @param {Call} call */
  tell(call) {
    if (this.#told.includes(keyOf(call))) return;
    this.#told = [...this.#told, keyOf(call)].slice(-REMEMBERED);
    keep(this.#told);
  }

  /** Whether staff took a call back, or made it again: the board shows older ones, or has room, but not this. @param {Call} call */
  isTakenBack(call) {
    const shown = this.#shown;
    if (shown.some((one) => keyOf(one) === keyOf(call))) return false;
    const oldest = shown[shown.length - 1];
    return shown.length < BOARD_HOLDS || oldest.called_at < call.called_at || shown.some((one) => one.number === call.number);
  }
}

/** A full or closed storage costs the memory across reloads, no more. @param {string[]} keys */
function keep(keys) {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(keys));
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
  }
}

/** @returns {string[]} keys */
function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return []; // what another hand wrote there
  }
}
