/** The kiosk: a start page, one visitor at a time, and a clean screen after each. */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { deviceToken, forgetToken } from "../bersama/device.js";
import { loadPage } from "../bersama/fragments.js";
import { setLanguage } from "../bersama/language.js";
import { poll } from "../bersama/poll.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/catalogue-search.js";
import "../bersama/copy-request.js";
import "../bersama/language-switch.js";
import "../bersama/visit-feedback.js";
import "../pengaduan/complaint-form.js";
import "./guest-book.js";
import "./phone-invitation.js";
import "./queue-ticket.js";
import { CodeOfDay } from "./code-of-day.js";
import { IdleGuard } from "./idle-guard.js";
import { LAST_MS, sayOpening, showOffice } from "./office.js";
import { takePaper } from "./paper.js";
import { Session } from "./session.js";
import { TicketScan, takeScanner } from "./ticket-scan.js";
import { Turns } from "./turns.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */

const LOOK_AGAIN_MS = 60000;
const THANKS_MS = 15000;

await loadPage();
takeScanner();
takePaper();
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
/** The page before anybody used it: what a visitor leaves behind is replaced by a copy of this. */
const pristine = main.cloneNode(true);
const footing = /** @type {HTMLElement} */ (document.querySelector("footer"));
const leave = /** @type {HTMLElement} */ (document.getElementById("leave"));
const guard = new IdleGuard(/** @type {HTMLDialogElement} */ (document.getElementById("idle")));
const token = deviceToken();
const code = new CodeOfDay();
const turns = new Turns(() => watch.now());
const scan = new TicketScan();

let screens = new Screens(main);
/** @type {Session | null} */
let session = null;
/** @type {Unit | null} */
let unit = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let farewell;

/** Asks for the office's hours and shows what the screen without a visitor shows. */
async function lookAround() {
  try {
    unit = await loadUnit(undefined, token ?? undefined);
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 401) return unknown();
    if (!unit && !session) screens.show("offline");
    code.forgetExpired();
    if (!session) invite();
    throw fault;
  }
  if (session) return;
  showIdleScreen(unit);
  if (token !== null && screens.current === "start") await code.renew(token);
  if (!session) invite();
  const [opens, closes, expires] = [unit.id.opens_at, unit.id.closes_at, code.today?.expires_at].map((one) => Date.parse(one ?? ""));
  turns.at([opens, closes, closes - LAST_MS, expires]);
}

/** Shows the way to the guestbook on one's own phone. */
function invite() {
  /** @type {import("./phone-invitation.js").PhoneInvitation | null} */ (screens.root.querySelector("phone-invitation"))?.show(code.today);
}

/** @param {Unit} office */
function showIdleScreen(office) {
  showOffice(document, office);
  scan.invite(screens.root);
  const wanted = token === null ? "unregistered" : office.id.open === false ? "closed" : "start";
  if (screens.current !== wanted) screens.show(wanted);
  invite();
}

function begin() {
  if (!unit || !token) return;
  session = new Session(screens, unit);
  atWork(true);
  guard.start();
  session.begin(token);
}

/** A ticket was held before the scanner: its visit goes on here, unless somebody else's does. @param {string} visitor */
async function goOn(visitor) {
  if (!unit || !token || session) return;
  session = new Session(screens, unit);
  try {
    await session.resume(visitor);
  } catch (fault) {
    if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    wipe();
    /** @type {HTMLElement} */ (screens.root.querySelector("#scan-trouble")).hidden = false;
    return;
  }
  atWork(true);
  guard.start();
}

/** A complaint without a visit; it is wiped as a visit is. */
function complain() {
  if (!unit) return;
  session = new Session(screens, unit);
  atWork(true);
  guard.start();
  session.complain();
}

/** During a visit the page offers the way out of it, otherwise the door for staff. @param {boolean} yes */
function atWork(yes) {
  leave.hidden = !yes;
  footing.hidden = yes;
}

/** Ends a visitor's turn: nothing of it stays in the page, in the storage or behind the Back button. */
function wipe() {
  clearTimeout(farewell);
  guard.stop();
  session?.end();
  session = null;
  atWork(false);
  setLanguage("id");
  sessionStorage.clear();
  const clean = /** @type {HTMLElement} */ (pristine.cloneNode(true));
  screens.root.replaceWith(clean);
  screens = new Screens(clean);
  listen(clean);
  if (unit) showIdleScreen(unit);
  watch.now();
}

/** The visitor's own way out: past the question how it was, unless that was asked. */
function takeLeave() {
  if (!session?.asksHowItWas()) wipe();
}

/** @param {HTMLElement} root */
function listen(root) {
  root.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("#begin")) begin();
    if (target.closest("[data-leave]")) takeLeave();
  });
  root.addEventListener("turnedback", turnBack);
  root.addEventListener("closed", (event) => closed(/** @type {CustomEvent} */ (event).detail));
  root.addEventListener("deviceunknown", unknown);
  root.addEventListener("screenshown", (event) => {
    clearTimeout(farewell);
    if (/** @type {CustomEvent} */ (event).detail === "thanks") farewell = setTimeout(wipe, THANKS_MS);
  });
}

/** Back on the first page of something: where nothing lies before it, the visitor is done. */
function turnBack() {
  if (screens.current === "guestbook" || session?.isAtStart) wipe();
  else session?.back();
}

/** The office closed while somebody filled the guestbook. @param {import("../bersama/api.js").ProblemError} refusal */
function closed(refusal) {
  wipe();
  screens.show("closed");
  const place = screens.section("closed").querySelector(".opens-at");
  if (place) sayOpening(place, refusal.problem.opens_at);
}

function unknown() {
  wipe();
  forgetToken();
  location.reload();
}

/** Back never leaves the kiosk: one entry of the history is always ahead of the page. A new registration starts it afresh. */
function holdBack() {
  history.pushState(null, "", location.pathname);
  window.addEventListener("popstate", () => {
    if (location.hash) return location.reload();
    history.pushState(null, "", location.pathname);
    session?.back();
  });
}

listen(main);
holdBack();
leave.addEventListener("click", takeLeave);
document.getElementById("complain")?.addEventListener("click", complain);
guard.addEventListener("idle", wipe);
scan.addEventListener("ticketscanned", (event) => goOn(/** @type {CustomEvent} */ (event).detail));
scan.start();
window.addEventListener("pagehide", wipe);
const watch = poll(lookAround, { every: LOOK_AGAIN_MS, whenHidden: true });
