/** The staff page: who is signed in, and which area of the work is shown. The address (#antrean) names the area. */

import { api, NetworkLost, ProblemError } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { loadFragments } from "../bersama/fragments.js";
import { furnish } from "../bersama/list.js";
import { sentence } from "../bersama/language.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import { ask, forgetSession, isRefused, token } from "./staff.js";
import "../bersama/language-switch.js";
import "./delivery-desk.js";
import "./desk-notice.js";
import "./queue-desk.js";
import "./sign-in.js";
import "./sortable-table.js";

/** @typedef {import("./staff.js").Member} Member */
/** @typedef {import("../bersama/unit.js").Unit} Unit */
/** @typedef {import("./sign-in.js").SignIn} SignIn */
/** @typedef {HTMLElement & {enter: (member: Member, unit: Unit) => void, rest: () => void}} Area works while it is shown */
/** @typedef {import("./queue-desk.js").QueueDesk} QueueDesk */
/** @typedef {import("./delivery-desk.js").DeliveryDesk} DeliveryDesk */

const FIRST_AREA = "antrean";
/** Why one finds the sign-in, told across the reload that clears the page. */
const NOTICE = "petugas-notice";

const whole = await loadFragments().then(() => true, () => false);
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const screens = new Screens(main);
const signIn = /** @type {SignIn} */ (main.querySelector("sign-in"));
const queue = /** @type {QueueDesk} */ (main.querySelector("queue-desk"));
const copies = /** @type {DeliveryDesk} */ (main.querySelector("delivery-desk"));
/** @type {{member: Member, unit: Unit} | null} */
let present = null;
/** How many times an area was shown: one that comes late is not entered when another is shown meanwhile. */
let shown = 0;

/** Begins where the last page of this tab ended. */
function begin() {
  const notice = sessionStorage.getItem(NOTICE);
  sessionStorage.removeItem(NOTICE);
  if (notice) showSignIn(sentence(notice));
  else start();
}

/** Enters with the token of this tab, or asks for a sign-in. */
async function start() {
  if (!token()) {
    showSignIn(null);
    return;
  }
  try {
    const member = await ask("GET", "/session");
    welcome(member, await loadUnit(member.unit));
  } catch (fault) {
    if (!isRefused(fault)) showTrouble(fault);
  }
}

/** @param {Member} member @param {Unit} unit */
function welcome(member, unit) {
  present = { member, unit };
  reveal("[data-signed-in]", true);
  reveal('[data-role="kepala"]', member.role === "kepala");
  const who = /** @type {HTMLElement} */ (document.querySelector(".who"));
  furnish(who, { words: { name: member.name || member.username, role: sentence(`role-${member.role}`) } });
  queue.begin(member, unit);
  copies.begin();
  showArea();
}

/** @param {string} parts a selector @param {boolean} shown */
function reveal(parts, shown) {
  for (const part of document.querySelectorAll(parts)) part.toggleAttribute("hidden", !shown);
}

/** @returns {string} the area that the address names, where this member may go there; of a group its first */
function wantedArea() {
  const name = location.hash.slice(1);
  const own = `nav a[href="#${CSS.escape(name)}"]`;
  const link = /** @type {HTMLElement | null} */ (document.querySelector(own) ?? document.querySelector(`nav a[data-covers~="${CSS.escape(name)}"]`));
  if (!link || link.closest("[data-role][hidden]")) return FIRST_AREA;
  return link.matches(own) ? (link.dataset.covers?.split(" ")[0] ?? name) : name;
}

async function showArea() {
  if (!present) return;
  const [name, turn] = [wantedArea(), ++shown];
  const came = await loadAreas(name).then(() => true, () => false);
  if (!present || turn !== shown) return;
  markPlace(name);
  restAreas();
  if (!came) return showTrouble(new NetworkLost());
  screens.show(name);
  for (const area of areasOf(name)) area.enter(present.member, present.unit);
}

/** Only the desk is there from the beginning: what else an area is made of comes when it is first shown. @param {string} screen */
async function loadAreas(screen) {
  await Promise.all(areasOf(screen).map((area) => customElements.get(area.localName) ?? import(`./${area.localName}.js`)));
}

/** Which link one is at, and which group: the links of a group show only in it. @param {string} name */
function markPlace(name) {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("nav a"))) {
    const covers = link.dataset.covers?.split(" ").includes(name);
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else if (covers) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const group = document.querySelector(".reports");
  group?.toggleAttribute("hidden", !group.querySelector('[aria-current="page"]'));
}

function restAreas() {
  if (screens.current) for (const area of areasOf(screens.current)) area.rest?.();
}

/** @param {string} screen @returns {Area[]} */
function areasOf(screen) {
  return /** @type {Area[]} */ ([...screens.section(screen).querySelectorAll("[data-area]")]);
}

/** @param {import("../bersama/language.js").Twins | null} notice */
function showSignIn(notice) {
  restAreas();
  queue.stop();
  copies.stop();
  reveal("[data-signed-in], .reports", false);
  signIn.begin(notice);
  screens.show("masuk");
  if (!notice) document.getElementById("username")?.focus();
}

/** @param {unknown} fault */
function showTrouble(fault) {
  if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
  furnish(screens.section("unreachable"), { words: { trouble: wordsOf(fault) } });
  screens.show("unreachable");
}

/** Out at once on this device, whatever the service answers; nothing of this member's stays in the page. */
async function leave() {
  if (!copies.mayLeave()) return;
  const used = token() ?? undefined;
  forgetSession();
  let notice = "notice-left";
  try {
    await api("DELETE", "/staff/session", { token: used });
  } catch (fault) {
    if (!isRefused(fault)) notice = "notice-left-unconfirmed";
  }
  sessionStorage.setItem(NOTICE, notice);
  location.reload();
}

/** @param {Event} event */
function onSignedIn(event) {
  const before = present?.member.username;
  const now = /** @type {CustomEvent<string>} */ (event).detail;
  if (before && before.toLowerCase() !== now.toLowerCase()) location.reload();
  else start();
}

window.addEventListener("hashchange", showArea);
main.addEventListener("signedin", onSignedIn);
document.addEventListener("sessionended", () => showSignIn(sentence(present ? "notice-ended-kept" : "notice-ended")));
document.getElementById("leave")?.addEventListener("click", leave);
document.getElementById("again")?.addEventListener("click", () => (whole ? start() : location.reload()));
document.addEventListener("queuelength", (event) => {
  const waiting = /** @type {CustomEvent<number>} */ (event).detail;
  furnish(/** @type {HTMLElement} */ (document.querySelector("nav")), { words: { waiting: waiting > 0 ? String(waiting) : null } });
});

if (whole) begin();
else showTrouble(new NetworkLost());
