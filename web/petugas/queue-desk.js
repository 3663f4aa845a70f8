/** The desk's work: whom to call, whom one serves, and who waits. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { showOthers, showOwn, showWaiting } from "./queue-lists.js";
import { allows, atDesk, refusalOf, withMoved } from "./queue-model.js";
import { SkipLater } from "./skip-later.js";
import { ask, isRefused } from "./staff.js";
import "./desk-choice.js";
import "./key-help.js";

/** @typedef {import("./ticket-words.js").Ticket} Ticket */
/** @typedef {import("./ticket-words.js").Queue} Queue */
/** @typedef {import("./staff.js").Member} Member */
/** @typedef {import("./desk-choice.js").Post} Post */
/** @typedef {import("./desk-choice.js").DeskChoice} DeskChoice */
/** @typedef {import("./key-help.js").KeyHelp} KeyHelp */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const EVERY_MS = 3000;
const STALE_AFTER_MS = 10000;
/** @type {Record<string, string>} */
const KEYS = { n: "next", r: "recall", l: "serve", d: "finish", s: "skip", u: "undo", "?": "keys" };

export class QueueDesk extends HTMLElement {
  /** @type {Member | null} */
  #member = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {Post | null} */
  #post = null;
  /** @type {Queue | null} */
  #queue = null;
  /** Counts what was done here, so that an answer from before is not shown after it. */
  #acts = 0;
  #busy = false;
  /** @type {ReturnType<typeof poll> | undefined} */
  #polling;
  #skipping = new SkipLater((ticket) => this.#move(ticket, "skip"));

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("shortcut", this.#shortcut);
    this.addEventListener("postchosen", this.#takePost);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
    this.removeEventListener("shortcut", this.#shortcut);
    this.removeEventListener("postchosen", this.#takePost);
    this.stop();
  }

  /** From sign-in on the queue is followed, whichever area is shown. @param {Member} member @param {Unit} unit */
  begin(member, unit) {
    this.stop();
    this.#member = member;
    this.#unit = unit;
    this.#post = this.#choice.kept(member, unit);
    if (!this.#post) this.#choice.offer(member, unit, null);
    this.#polling = poll(this.#ask, { every: EVERY_MS, staleAfter: STALE_AFTER_MS, stale: this.#tellStale });
    this.#show();
  }

  stop() {
    this.#polling?.stop();
    this.#skipping.undo();
  }

  enter() {}

  /** What was said is over when somebody has gone elsewhere. */
  rest() {
    this.#tell(null);
  }

  get #choice() {
    return /** @type {DeskChoice} */ (this.querySelector("desk-choice"));
  }

  /** Numbers at this desk. @returns {Ticket[]} */
  get #own() {
    return atDesk(this.#queue, this.#post?.desk);
  }

  #ask = async () => {
    const acts = this.#acts;
    const queue = await ask("GET", "/queue");
    if (acts !== this.#acts || this.#busy) return;
    this.#queue = queue;
    this.#show();
  };

  #show() {
    const [queue, unit] = [this.#queue, this.#unit];
    this.#part("at-desk").hidden = !this.#post;
    this.#part("work").hidden = !this.#post;
    if (this.#post) furnish(this.#part("at-desk"), { words: { desk: sentence("desk", { desk: this.#post.desk }) } });
    if (!queue || !unit) return;
    showOwn(this, this.#own, unit, this.#skipping.ticket);
    this.#showUndo();
    showWaiting(this, queue, unit);
    showOthers(this, queue, this.#post?.desk);
    document.dispatchEvent(new CustomEvent("queuelength", { detail: queue.waiting.length }));
  }

  #showUndo() {
    const { ticket } = this.#skipping;
    furnish(this.#part("undo"), { words: { undo: ticket ? sentence("will-skip", { number: ticket.number }) : null } });
    this.#part("undo").hidden = !ticket;
  }

  #tellStale = (/** @type {boolean} */ yes) => {
    const since = this.#queue?.as_of;
    const words = since ? sentence("stale", { time: clockTime(since) }) : sentence("stale-never");
    furnish(this, { words: { stale: yes ? words : null } });
    this.toggleAttribute("data-stale", yes);
  };

  /** @param {Event} event */
  #takePost = (event) => {
    this.#post = /** @type {CustomEvent<Post>} */ (event).detail;
    this.#show();
    /** @type {HTMLElement} */ (this.querySelector(".call-next")).focus();
  };

  /** @param {Event} event */
  #shortcut = (event) => {
    const act = KEYS[/** @type {CustomEvent<string>} */ (event).detail];
    if (act && (this.#post || act === "keys")) this.#do(act, this.#own[0]);
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const { action } = button?.dataset ?? {};
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    if (action) this.#do(action, this.#own.find((ticket) => ticket.ticket_id === key));
  };

  /** @param {string} act @param {Ticket | undefined} ticket */
  #do(act, ticket) {
    if (act === "keys") /** @type {KeyHelp} */ (this.querySelector("key-help")).open();
    else if (act === "choose-desk") this.#changeDesk();
    else if (act === "undo") this.#undo();
    else if (act === "next") this.#next();
    else if (ticket && allows(ticket, act) && ticket.ticket_id !== this.#skipping.ticket?.ticket_id) this.#begin(act, ticket);
  }

  #changeDesk() {
    if (!this.#member || !this.#unit) return;
    const present = this.#post;
    this.#post = null;
    this.#choice.offer(this.#member, this.#unit, present);
    this.#show();
    this.#choice.querySelector("input")?.focus();
  }

  /** @param {string} act @param {Ticket} ticket */
  async #begin(act, ticket) {
    if (act !== "skip") {
      await this.#move(ticket, act);
      return;
    }
    await this.#skipping.now();
    this.#skipping.later(ticket);
    this.#tell(null);
    this.#show();
    this.#settleFocus(ticket.ticket_id);
  }

  #undo() {
    const ticket = this.#skipping.undo();
    if (!ticket) return;
    this.#tell(sentence("skip-undone", { number: ticket.number }));
    this.#show();
    this.#settleFocus(ticket.ticket_id);
  }

  async #next() {
    await this.#skipping.now();
    const called = this.#own.find((ticket) => ticket.state === "called");
    if (called) {
      this.#tell(sentence("still-called", { number: called.number }), null, "heed");
      return;
    }
    await this.#act(async () => {
      const { desk, services } = /** @type {Post} */ (this.#post);
      const ticket = await ask("POST", "/queue/calls", { body: { desk, services } });
      this.#take(ticket);
      this.#tell(sentence("done-call", { number: ticket.number, desk }));
    }, this.#refuseCall);
  }

  /** @param {Ticket} ticket @param {string} act */
  async #move(ticket, act) {
    await this.#act(async () => {
      this.#take(await ask("POST", `/tickets/${encodeURIComponent(ticket.ticket_id)}/${act}`, { body: {} }));
      this.#tell(sentence(`done-${act}`, { number: ticket.number }));
    }, (fault) => this.#tell(null, refusalOf(ticket, fault)));
    this.#settleFocus(ticket.ticket_id);
  }

  /**
   * One act at a time: a second click waits for nobody and does nothing.
   * @param {() => Promise<void>} act @param {(fault: unknown) => void} refused
   */
  async #act(act, refused) {
    if (this.#busy) return;
    this.#busy = true;
    this.#acts += 1;
    try {
      await act();
    } catch (fault) {
      if (!isRefused(fault)) refused(fault);
    }
    this.#busy = false;
    this.#show();
    this.#polling?.now();
  }

  /** @param {Ticket} ticket */
  #take(ticket) {
    if (this.#queue) this.#queue = withMoved(this.#queue, ticket);
  }

  #refuseCall = (/** @type {unknown} */ fault) => {
    const nobody = fault instanceof ProblemError && fault.status === 404;
    if (nobody) this.#tell(sentence("nobody-waiting"), null, "calm");
    else if (fault instanceof NetworkLost) this.#tell(null, sentence("call-unsure"));
    else this.#tell(null, wordsOf(fault));
  };

  /** @param {Twins | null} said @param {Twins | null} [trouble] @param {"good" | "heed" | "calm"} [kind] */
  #tell(said, trouble = null, kind = "good") {
    furnish(this.#part("work"), { words: { said, trouble } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="said"]')).className = `banner ${kind}`;
  }

  /** Where the pressed button has gone, the hands find the next one. @param {string} ticketId */
  #settleFocus(ticketId) {
    if (document.activeElement && document.activeElement !== document.body && isSeen(document.activeElement)) return;
    const card = this.querySelector(`.own-tickets [data-key="${CSS.escape(ticketId)}"]`);
    const next = [...(card?.querySelectorAll("button") ?? [])].find(isSeen) ?? this.querySelector(".call-next");
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Element} element */
function isSeen(element) {
  return element.getClientRects().length > 0;
}

customElements.define("queue-desk", QueueDesk);
