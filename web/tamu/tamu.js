/** The guestbook on the visitor's own phone, opened by the code of the day that is shown in the office. */

import { ProblemError } from "../bersama/api.js";
import { loadPage } from "../bersama/fragments.js";
import { poll } from "../bersama/poll.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/language-switch.js";
import "../kiosk/guest-book.js";
import { sayOpening, showOffice } from "../kiosk/office.js";
import { keepVisit, lastVisit } from "../kunjungan/token.js";
import { dropCode, keepCode, onsiteCode, takeCode, wasRefused } from "./code.js";
import { draft, dropDraft, hasDraft } from "./draft.js";

/** @typedef {import("../bersama/unit.js").Unit} Unit */

const LOOK_AGAIN_MS = 60000;
/** What a browser may fill in on somebody's own phone, and nowhere else. */
const OWN = { name: "name", email: "email", phone: "tel", institution: "organization" };

await loadPage();
const screens = new Screens(/** @type {HTMLElement} */ (document.getElementById("main")));
/** Whether the questions stand on the page with their answers: then everything leads back to them. */
let begun = false;
/** @type {Unit | null} */
let unit = null;

/** @param {string} selector @returns {any} */
const element = (selector) => document.querySelector(selector);

/** Looks whether the code still counts and the office is open; a guestbook that is being filled is left alone. */
async function lookAround() {
  const code = onsiteCode();
  if (!code) return askForCode();
  if (screens.current === "guestbook") return;
  const office = await officeOf(code);
  if (code !== onsiteCode()) return lookAround();
  if (!office) return refuse();
  unit = office;
  arrive(office);
}

/** The office that a code opens, or null where the code opens none. @param {string} code @returns {Promise<Unit | null>} */
async function officeOf(code) {
  try {
    return await loadUnit(undefined, code);
  } catch (fault) {
    if (fault instanceof ProblemError && fault.status === 401) return null;
    element("#no-answer").hidden = false;
    throw fault;
  }
}

/** @param {Unit} office */
function arrive(office) {
  showOffice(document, office);
  element("footer").hidden = false;
  element("#no-answer").hidden = true;
  if (office.id.open === false) show("closed");
  else if (screens.current !== "start" && (begun || hasDraft())) goOn();
  else show("start");
}

/** @param {string} screen */
function show(screen) {
  if (screens.current !== screen) screens.show(screen);
}

/** The code is wrong or of yesterday. */
function refuse() {
  dropCode();
  askForCode();
}

/** What was entered stays for when a code comes. */
function askForCode() {
  element("#ended").hidden = !wasRefused();
  element("#kept").hidden = !(begun || hasDraft());
  show("code");
}

/** To the questions, for the first time or back to where the visitor was. */
function goOn() {
  const code = onsiteCode();
  if (!unit || !code) return askForCode();
  screens.show("guestbook");
  holdBack();
  const book = element("guest-book");
  if (begun) return book.resume(code);
  begun = true;
  for (const [field, purpose] of Object.entries(OWN)) book.querySelector(`[name="${field}"]`).autocomplete = purpose;
  book.begin(unit, code, draft);
}

/** The visit's own page takes over; Back never leads into a guestbook that was sent. @param {any} opened the answer of POST /api/visits */
function handOver(opened) {
  keepVisit(opened.visit_token);
  location.replace(`../kunjungan/#${opened.visit_token}`);
  dropDraft();
}

/** @param {ProblemError} refusal */
function closed(refusal) {
  show("closed");
  sayOpening(element(".opens-at"), refusal.problem.opens_at);
  watch.now();
}

/** The browser's Back goes one question back. */
function turnBack() {
  if (location.hash || screens.current !== "guestbook") return;
  element("guest-book").back();
  if (screens.current === "guestbook") holdBack();
}

/** One entry of the history is ahead of the questions. */
function holdBack() {
  if (!history.state?.held) history.pushState({ held: true }, "");
}

/** The code of the screen was scanned again in this tab: what is being filled goes on under the new one. */
function useNew() {
  if (screens.current !== "guestbook") return watch.now();
  const code = onsiteCode();
  if (!code) return askForCode();
  element("guest-book").token = code;
}

/** @param {SubmitEvent} event */
function useTyped(event) {
  event.preventDefault();
  const input = element("#code");
  const fits = keepCode(input.value);
  element("#code-fault").hidden = fits;
  input.setAttribute("aria-invalid", String(!fits));
  if (fits) watch.now();
  else input.focus();
}

const { root } = screens;
element("#begin").addEventListener("click", goOn);
element("#own-code").addEventListener("submit", useTyped);
root.addEventListener("visitopened", (event) => handOver(/** @type {CustomEvent} */ (event).detail));
root.addEventListener("turnedback", () => screens.show("start"));
root.addEventListener("closed", (event) => closed(/** @type {CustomEvent} */ (event).detail));
root.addEventListener("deviceunknown", refuse);
window.addEventListener("popstate", turnBack);
window.addEventListener("hashchange", () => takeCode() && useNew());
const visit = lastVisit();
element("#own-visit").hidden = visit === null;
if (visit) element("#own-visit a").href = `../kunjungan/#${visit}`;
const watch = poll(lookAround, { every: LOOK_AGAIN_MS });
