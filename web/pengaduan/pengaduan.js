/** The page of complaints: the address says whether one is written (nothing behind the #), looked for (#status) or shown (#its code). */

import { NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { loadPage } from "../bersama/fragments.js";
import { furnish } from "../bersama/list.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import "../bersama/language-switch.js";
import "../bersama/office-contact.js";
import { lastVisit } from "../kunjungan/token.js";
import "./complaint-form.js";
import "./complaint-status.js";

/** @typedef {import("./complaint-form.js").ComplaintForm} ComplaintForm */
/** @typedef {import("./complaint-status.js").ComplaintStatus} ComplaintStatus */
/** @typedef {import("../bersama/office-contact.js").OfficeContact} OfficeContact */

/** What a browser may fill in on somebody's own device. */
const OWN = { name: "name", email: "email", phone: "tel" };

await loadPage();
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const screens = new Screens(main);
const form = /** @type {ComplaintForm} */ (main.querySelector("complaint-form"));
const status = /** @type {ComplaintStatus} */ (main.querySelector("complaint-status"));
/** Of a deployment with several offices, the one that a page led here for. */
const office = new URLSearchParams(location.search).get("unit") ?? undefined;

/** Shows what the address asks for. */
function route() {
  const asked = location.hash.slice(1);
  const step = history.state?.step;
  if (asked === "status") status.ask();
  else if (asked && step !== "sent") status.open(asked);
  else showForm(step ?? "start");
}

/** @param {string} step */
function showForm(step) {
  screens.show("form");
  form.show(step);
}

/** Each step has its place in the history, so that Back of the browser is Back of the form. @param {string} step */
function keepPlace(step) {
  if (step === "sent" || history.state?.step === step) return;
  const act = history.state?.step || step !== "start" ? "pushState" : "replaceState";
  history[act]({ step }, "", location.pathname + location.search);
}

async function begin() {
  screens.show("opening");
  try {
    const unit = await loadUnit(office);
    /** @type {OfficeContact} */ (document.querySelector("office-contact")).show(unit);
    form.begin(unit, lastVisit());
    status.use(screens);
    listen();
    route();
  } catch (fault) {
    if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
    furnish(main, { words: { away: wordsOf(fault) } });
    screens.show("unreachable");
  }
}

function listen() {
  form.addEventListener("stepshown", (event) => keepPlace(/** @type {CustomEvent} */ (event).detail));
  form.addEventListener("turnedback", () => history.back());
  form.addEventListener("complaintsent", (event) => {
    history.replaceState({ step: "sent" }, "", `#${/** @type {CustomEvent} */ (event).detail.code}`);
  });
  window.addEventListener("popstate", route);
  window.addEventListener("beforeunload", (event) => {
    if (form.isBegun) event.preventDefault();
  });
}

main.addEventListener("click", (event) => {
  const action = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.action;
  if (action === "again") begin();
  if (action === "status") {
    history.pushState(null, "", location.hash);
    route();
  }
});
for (const [name, use] of Object.entries(OWN)) form.querySelector(`[name="${name}"]`)?.setAttribute("autocomplete", use);
form.form.removeAttribute("autocomplete");
if (history.state?.step) history.replaceState(null, "");
begin();
