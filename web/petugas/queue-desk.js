/** The desk's work: whom to call, whom one serves, who waits, and what is left of the promise to each. */

import { ProblemError } from "../bersama/api.js";
import { clockTime } from "../bersama/format.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { findNextStep, focusCallNext, keepingPlace } from "./desk-hands.js";
import { PromiseWatch } from "./promise-watch.js";
import { QueueFeed } from "./queue-feed.js";
import { showAside, showFresh, showOwn, showStale, showUndo, showWaiting } from "./queue-lists.js";
import { allows, atDesk, find, undoable } from "./queue-model.js";
import { callNext, callRefusal, endReading, moveRefusal, moveTicket } from "./queue-moves.js";
import { isRefused } from "./staff.js";
import { callsWords } from "./ticket-words.js";
import "./desk-choice.js";
import "./early-closing.js";
import "./key-help.js";
import "./miss-reason.js";
import "./reading-titles.js";
import "./ticket-transfer.js";
import "./warning-sound.js";

/** @typedef {import("./queue-model.js").Ticket} Ticket */
/** @typedef {import("./staff.js").Member} Member */
/** @typedef {import("./desk-choice.js").Post} Post */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("../bersama/language.js").Twins} Twins */

const SECOND_MS = 1000;
/** @type {Record<string, string>} */
const KEYS = { n: "next", r: "recall", l: "serve", d: "onward", s: "skip", t: "transfer", u: "undo", p: "copies", "?": "keys" };

export class QueueDesk extends HTMLElement {
  /** @type {Member | null} */
  #member = null;
  /** @type {Unit | null} */
  #unit = null;
  /** @type {Post | null} */
  #post = null;
  #feed = new QueueFeed();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #ticking;
  /** @type {PromiseWatch | undefined} */
  #watch;

  connectedCallback() {
    this.addEventListener("click", this.#press);
    this.addEventListener("shortcut", this.#shortcut);
    this.addEventListener("postchosen", this.#takePost);
    this.#feed.addEventListener("queue", this.#show);
    this.#feed.addEventListener("fresh", this.#tellFresh);
    this.#feed.addEventListener("stale", this.#tellStale);
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
    this.#watch = new PromiseWatch(unit, this.#sound);
    this.#post = this.#choice.kept(member, unit);
    if (!this.#post) this.#choice.offer(member, unit, null);
    this.#feed.start();
    this.#ticking = setInterval(this.#show, SECOND_MS);
    this.#sound.prepare();
    this.toggleAttribute("data-one-service", unit.said.services.length < 2);
    this.#show();
  }

  stop() {
    this.#feed.stop();
    clearInterval(this.#ticking);
  }

  /** What stood still while another area was shown is shown as it is now. */
  enter() {
    this.#show();
  }

  /** What was said is over when somebody has gone elsewhere. */
  rest() {
    this.#tell(null);
  }

  get #choice() {
    return /** @type {import("./desk-choice.js").DeskChoice} */ (this.querySelector("desk-choice"));
  }

  get #sound() {
    return /** @type {import("./warning-sound.js").WarningSound} */ (this.querySelector("warning-sound"));
  }

  get #titles() {
    return /** @type {import("./reading-titles.js").ReadingTitles} */ (this.querySelector("reading-titles"));
  }

  /** Numbers at this desk. @returns {Ticket[]} */
  get #own() {
    return atDesk(this.#feed.queue, this.#post?.desk);
  }

  /** The number whose last move can still be taken back. */
  get #undoable() {
    const { queue, now } = this.#feed;
    return queue ? undoable(queue, this.#member?.username ?? "", now) : undefined;
  }

  /** Everything as it stands at this second; what has not changed is left alone. */
  #show = () => {
    this.#part("at-desk").hidden = !this.#post;
    this.#part("work").hidden = !this.#post;
    if (this.#post) furnish(this.#part("at-desk"), { words: { desk: sentence("desk", { desk: this.#post.desk }) } });
    const { queue, now } = this.#feed;
    if (!queue || !this.#unit) return;
    if (this.#post) this.#watch?.look(queue, this.#post, now);
    document.dispatchEvent(new CustomEvent("queuelength", { detail: queue.waiting.length }));
    const unit = this.#unit;
    if (!this.closest("[hidden]")) keepingPlace(this, () => this.#draw(queue, unit));
  };

  /** @param {import("./queue-model.js").Queue} queue @param {Unit} unit */
  #draw(queue, unit) {
    const view = { unit, now: this.#feed.now };
    showOwn(this, this.#own, view);
    showWaiting(this, queue, view, this.#post);
    showAside(this, queue, view, this.#post?.desk);
    showUndo(this, this.#undoable, view.now);
    this.#titles.update(queue);
    /** @type {import("./miss-reason.js").MissReason} */ (this.querySelector("miss-reason")).ask(queue.unexplained, unit, this.#change);
    /** @type {import("./early-closing.js").EarlyClosing} */ (this.querySelector("early-closing")).follow(queue.closes_at, unit.said.zone, this.#feed);
  }

  #tellFresh = () => showFresh(this, this.#feed.freshAt);

  #tellStale = (/** @type {Event} */ event) => showStale(this, /** @type {CustomEvent<boolean>} */ (event).detail, this.#feed.freshAt);

  /** @param {Event} event */
  #takePost = (event) => {
    this.#post = /** @type {CustomEvent<Post>} */ (event).detail;
    this.#show();
    focusCallNext(this);
  };

  /** @param {Event} event */
  #shortcut = (event) => {
    const act = KEYS[/** @type {CustomEvent<string>} */ (event).detail];
    if (act && (this.#post || ["keys", "copies"].includes(act))) this.#do(act, this.#own[0]);
  };

  /** @param {Event} event */
  #press = (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const key = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-key]"))?.dataset.key;
    if (button?.dataset.action) this.#do(button.dataset.action, find(this.#feed.queue, key));
  };

  /** @param {string} act @param {Ticket | undefined} ticket */
  #do(act, ticket) {
    if (act === "keys") /** @type {import("./key-help.js").KeyHelp} */ (this.querySelector("key-help")).open();
    else if (act === "copies") location.hash = "#permintaan";
    else if (act === "choose-desk") this.#changeDesk();
    else if (act === "next") this.#next();
    else if (act === "undo") this.#undo();
    else if (ticket) this.#doWith(ticket, act === "onward" ? onward(ticket) : act);
  }

  /** @param {Ticket} ticket @param {string} act */
  #doWith(ticket, act) {
    if (act === "titles") this.#titles.open(ticket, /** @type {Unit} */ (this.#unit).said.code, this.#change);
    else if (act === "end-reading") this.#move(ticket, act, () => endReading(ticket));
    else if (!allows(ticket, act)) return;
    else if (act === "transfer") this.#transfer(ticket);
    else if (act === "skip" && !ticket.skippable) this.#tell(earlyWords(ticket, this.#feed.now), null, "heed");
    else this.#move(ticket, act, () => moveTicket(ticket, act));
  }

  #changeDesk() {
    if (!this.#member || !this.#unit) return;
    const present = this.#post;
    this.#post = null;
    this.#choice.offer(this.#member, this.#unit, present);
    this.#show();
    this.#choice.querySelector("input")?.focus();
  }

  #undo() {
    const ticket = this.#undoable;
    if (ticket) this.#move(ticket, "undo", () => moveTicket(ticket, "undo"));
  }

  #transfer(/** @type {Ticket} */ ticket) {
    const unit = /** @type {Unit} */ (this.#unit);
    const dialog = /** @type {import("./ticket-transfer.js").TicketTransfer} */ (this.querySelector("ticket-transfer"));
    dialog.open(ticket, unit, async (service) => {
      const moved = await this.#change(() => moveTicket(ticket, "transfer", { service }));
      if (moved) this.#tell(sentence("done-transfer", { number: ticket.number, service: unit.service(service) }));
    });
  }

  /** A change that its dialog or panel answers for. @param {() => Promise<Ticket>} change */
  #change = (change) => this.#feed.act(change);

  /** Whoever was called just now gets the time between two calls that count before another is called to the same desk. */
  async #next() {
    const called = this.#own.filter((ticket) => ticket.state === "called");
    const coming = called.find((ticket) => Date.parse(ticket.countable_at ?? "") > this.#feed.now);
    if (coming) {
      this.#tell(sentence("still-called", { number: coming.number, time: clockTime(coming.countable_at ?? "") }), null, "heed");
      return;
    }
    const post = /** @type {Post} */ (this.#post);
    try {
      const ticket = await this.#feed.act(() => callNext(post, called));
      if (ticket) this.#tell(sentence("done-call", { number: ticket.number, desk: post.desk }));
    } catch (fault) {
      this.#refuseCall(fault);
    }
  }

  /** @param {unknown} fault */
  #refuseCall(fault) {
    const nobody = fault instanceof ProblemError && fault.status === 404;
    if (nobody) this.#tell(sentence("nobody-waiting"), null, "calm");
    else if (!isRefused(fault)) this.#tell(null, callRefusal(fault));
  }

  /** @param {Ticket} ticket @param {string} act @param {() => Promise<Ticket>} change */
  async #move(ticket, act, change) {
    try {
      if (await this.#feed.act(change)) this.#tell(sentence(`done-${act}`, { number: ticket.number }));
    } catch (fault) {
      if (!isRefused(fault)) this.#tell(null, moveRefusal(ticket, fault));
    }
    findNextStep(this, ticket.ticket_id);
  }

  /** @param {Twins | null} said @param {Twins | null} [trouble] @param {"good" | "heed" | "calm"} [kind] */
  #tell(said, trouble = null, kind = "good") {
    furnish(this.#part("told"), { words: { said, trouble } });
    /** @type {HTMLElement} */ (this.querySelector('[data-slot="said"]')).className = `banner ${kind}`;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** What "done" means for a number: being called leads to being served, being served to the end. @param {Ticket} ticket */
function onward(ticket) {
  return ticket.state === "called" ? "serve" : "finish";
}

/** Why somebody cannot be skipped yet. @param {Ticket} ticket @param {number} now in ms */
function earlyWords(ticket, now) {
  return sentence("not-skippable", { number: ticket.number, calls: callsWords(ticket, now) });
}

customElements.define("queue-desk", QueueDesk);
