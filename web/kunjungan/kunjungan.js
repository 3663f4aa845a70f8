/** The visit on the visitor's own phone: place in line, publications, copies, rating. */

import { NetworkLost, api } from "../bersama/api.js";
import { wordsOf } from "../bersama/faults.js";
import { clockTime } from "../bersama/format.js";
import { loadPage } from "../bersama/fragments.js";
import { put, say } from "../bersama/language.js";
import { Screens } from "../bersama/screens.js";
import { loadUnit } from "../bersama/unit.js";
import { VisitFeed } from "../bersama/visit-feed.js";
import "../bersama/language-switch.js";
import "./sure-button.js";
import "./visit-line.js";
import { forgetVisit, visitToken } from "./token.js";

/** Where nothing of a visit is left to go back to. */
const GONE = ["unknown", "erased"];
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const screens = new Screens(main);
/** @type {Promise<import("../bersama/unit.js").Unit>} */
let office;
let seenAt = new Date().toISOString();
/** Whether what the visit has come to is in the page, or on its way there. */
let copies = "none";
/** The same of the rating. */
let rating = "none";

/** @param {string} selector @returns {any} */
const element = (selector) => document.querySelector(selector);
/** Opens what was read last; Forward of the browser leads there again. */
let readAgain = () => {};

await loadPage();
const token = visitToken();
if (token) begin(new VisitFeed(token));
else screens.show("unknown");
window.addEventListener("hashchange", () => location.reload());

/** @param {VisitFeed} feed */
function begin(feed) {
  feed.addEventListener("visit", () => follow(feed));
  feed.addEventListener("stale", (event) => showStale(/** @type {CustomEvent} */ (event).detail));
  feed.addEventListener("lost", (event) => lose(/** @type {CustomEvent} */ (event).detail));
  feed.start();
  listen(feed);
}

/** The token opens nothing (any more). @param {string} code why */
function lose(code) {
  if (code !== "visit-erased") return screens.show("unknown");
  forgetVisit();
  screens.show("erased");
  element("footer").hidden = true;
  element("undelivered-banner").remove();
  for (const one of main.querySelectorAll('[data-screen]:not([data-screen="erased"])')) one.remove();
  return undefined;
}

/** @param {VisitFeed} feed */
function follow(feed) {
  seenAt = new Date().toISOString();
  if (screens.current === "") meet(feed);
  const { visit } = feed;
  const dayEnd = visit.ended === "day-end";
  const finished = dayEnd || visit.state === "finished";
  element("#finished").hidden = !finished || dayEnd;
  element("#day-end").hidden = !dayEnd;
  element("#next").hidden = finished;
  element("#leaving").hidden = finished;
  offerRating(feed);
  element("#rated").hidden = !visit.feedback_given;
  if (visit.requests.length || visit.readings.length || visit.reach.consents.length) showCopies(feed);
}

/** Once there is something to show; what cannot be had now is asked for again with the next answer. @param {VisitFeed} feed */
async function showCopies(feed) {
  if (copies !== "none") return;
  copies = "coming";
  try {
    await (await parts()).bringCopies(feed, office, tellsOf);
    copies = "here";
  } catch (fault) {
    if (!(fault instanceof NetworkLost)) throw fault;
    copies = "none";
  }
}

/** Once there is something to rate; what cannot be had now is asked for again with the next answer. @param {VisitFeed} feed */
async function offerRating(feed) {
  if (rating === "coming" || (rating === "none" && !feed.isRatable)) return;
  try {
    if (rating === "none") await bringRating(feed);
    element("rating-offer").offer(feed.isRatable);
  } catch (fault) {
    if (!(fault instanceof NetworkLost)) throw fault;
    rating = "none";
  }
}

/** @param {VisitFeed} feed */
async function bringRating(feed) {
  rating = "coming";
  await (await parts()).bringPart("feedback", feed, office);
  rating = "here";
}

/** Whether the screen tells of a request by itself. @param {any} request */
function tellsOf(request) {
  if (screens.current === "publication") return element("copy-request").publication === request.publication_id;
  return screens.current === "home";
}

/** The first answer: the page takes shape. @param {VisitFeed} feed */
async function meet(feed) {
  screens.show("home");
  history.replaceState({ screen: "home" }, "");
  office = unitOf(feed);
  const unit = await office;
  showOffice(unit);
  element("visit-line").use(feed, unit);
}

/** The office, asked for until it answers. @param {VisitFeed} feed @returns {Promise<import("../bersama/unit.js").Unit>} */
async function unitOf(feed) {
  try {
    return await loadUnit(feed.visit.unit);
  } catch {
    await new Promise((resolve) => feed.addEventListener("visit", resolve, { once: true }));
    return unitOf(feed);
  }
}

/** @param {import("../bersama/unit.js").Unit} unit */
function showOffice(unit) {
  put(element('[data-unit="name"]'), unit.both((said) => said.name));
  put(element('[data-unit="address"]'), unit.id.address);
  put(element('[data-unit="phone"]'), unit.id.phone);
  element('[data-unit="phone"]').href = `tel:${unit.id.phone}`;
  element("footer").hidden = false;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-complain]"))) {
    link.href = `../pengaduan/?unit=${encodeURIComponent(unit.id.code)}`;
  }
}

/** @param {boolean} yes */
function showStale(yes) {
  element("#no-answer").hidden = !yes;
  element("#stale").hidden = !yes;
  if (yes) say(element("#stale"), "stale", { time: clockTime(seenAt) });
}

/** @param {VisitFeed} feed */
function listen(feed) {
  main.addEventListener("click", (event) => {
    const go = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("[data-go]"))?.dataset.go;
    if (go === "back") history.back();
    else if (go) goTo(go, feed);
  });
  main.addEventListener("publicationchosen", (event) => {
    element("copy-request").show(/** @type {CustomEvent} */ (event).detail);
    goTo("publication", feed);
  });
  main.addEventListener("readingwanted", (event) => {
    readAgain = () => element("publication-reader").open(feed, /** @type {CustomEvent} */ (event).detail);
    goTo("reader", feed);
  });
  main.addEventListener("facetapped", async (event) => {
    await goTo("feedback", feed);
    element("visit-feedback").openRated(/** @type {CustomEvent} */ (event).detail);
  });
  main.addEventListener("feedbackgiven", () => {
    feed.now();
    if (screens.current !== "feedback") return;
    history.replaceState({ screen: "thanks" }, "");
    arrive("thanks", feed);
  });
  main.addEventListener("dataerased", () => {
    feed.stop();
    lose("visit-erased");
  });
  main.addEventListener("turnedback", () => history.back());
  main.addEventListener("helpwanted", (event) => {
    goTo("home", feed);
    element("request-list").turnTo(/** @type {CustomEvent} */ (event).detail.request_id);
  });
  main.addEventListener("screenshown", () => element("undelivered-banner").show?.());
  element("#finish").addEventListener("sure", () => finish(feed));
  window.addEventListener("popstate", (event) => turnBack(event.state?.screen ?? "home", feed));
}

/** What brings the rest: on a slow line the place in line comes first. @throws {NetworkLost} */
async function parts() {
  try {
    return await import("./part.js");
  } catch (fault) {
    if (fault instanceof TypeError) throw new NetworkLost();
    throw fault;
  }
}

/** @param {string} screen @param {VisitFeed} feed */
async function goTo(screen, feed) {
  if (screens.section(screen)) {
    history.pushState({ screen }, "");
    arrive(screen, feed);
    return;
  }
  history.pushState({ screen: screens.current }, "");
  screens.show("loading");
  say(element("#loading-words"), "loading");
  try {
    await (await parts()).bringPart(screen, feed, office);
  } catch (fault) {
    if (!(fault instanceof NetworkLost)) throw fault;
    say(element("#loading-words"), "fault-network");
    return;
  }
  if (screens.current !== "loading") return;
  history.replaceState({ screen }, "");
  arrive(screen, feed);
}

/** The browser's Back: inside the rating it goes one question back. @param {string} screen @param {VisitFeed} feed */
function turnBack(screen, feed) {
  if (screens.current === "feedback" && element("visit-feedback").back()) history.pushState({ screen: "feedback" }, "");
  else if (!GONE.includes(screens.current)) arrive(screens.section(screen) ? screen : "home", feed);
}

/** @param {string} screen @param {VisitFeed} feed */
function arrive(screen, feed) {
  if (screen === "reader") readAgain();
  screens.show(screen);
  if (screen === "catalogue") element("catalogue-search").open();
  if (screen === "feedback") element("visit-feedback").open();
  if (screen === "data") element("own-data").open(feed.token);
}

/** @param {VisitFeed} feed */
async function finish(feed) {
  const trouble = element("#finish-trouble");
  trouble.hidden = true;
  try {
    feed.take(await api("POST", "/visit/finish", { token: feed.token, body: {} }));
    window.scrollTo(0, 0);
  } catch (fault) {
    put(trouble, wordsOf(fault));
    trouble.hidden = false;
  }
}
