/** Lists drawn from templates: a row keeps its element, and so its focus, from one answer of the service to the next. */

import { put } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {Twins | string | null | undefined} Words `null` and `undefined` hide the place */

/**
 * @typedef {object} Row
 * @property {string} key what the row is about; the same key keeps the same element
 * @property {Record<string, Words>} words for each `[data-slot]` of the template
 * @property {Record<string, string | null>} [marks] data attributes of the row (`null` takes one away)
 * @property {Record<string, string>} [sort] what a place sorts by where its words do not tell (`""`: by nothing, so last)
 */

/** @typedef {(rows: HTMLElement[]) => HTMLElement[]} Order */

/** Whoever shows the rows of an element in another order than they are given in. @type {WeakMap<Element, Order>} */
const orders = new WeakMap();

/**
 * Shows exactly these rows in an element, in this order unless somebody arranges it.
 * @param {Element} target as `<tbody>`
 * @param {string} template id of a `<template>` with one element
 * @param {Row[]} rows
 * @returns {HTMLElement[]} the rows' elements, in the order given
 */
export function draw(target, template, rows) {
  const wanted = new Set(rows.map((row) => row.key));
  /** @type {Map<string, HTMLElement>} */
  const present = new Map();
  for (const element of /** @type {HTMLElement[]} */ ([...target.children])) {
    const key = element.dataset.key ?? "";
    if (wanted.has(key)) present.set(key, element);
    else element.remove();
  }
  const given = rows.map((row) => {
    const element = present.get(row.key) ?? stamp(template);
    element.dataset.key = row.key;
    furnish(element, row);
    return element;
  });
  lineUp(target, orders.get(target)?.(given) ?? given);
  return given;
}

/** Leaves the order of an element's rows to somebody, at each drawing; `null` takes it back. @param {Element} target @param {Order | null} order */
export function arrange(target, order) {
  if (order) orders.set(target, order);
  else orders.delete(target);
}

/** Puts elements into this order; what stands in its place stays untouched, and focus stays where it is. @param {Element} target @param {HTMLElement[]} elements */
export function lineUp(target, elements) {
  const focused = document.activeElement;
  elements.forEach((element, place) => {
    if (target.children[place] !== element) target.insertBefore(element, target.children[place] ?? null);
  });
  const moved = focused !== document.activeElement && focused instanceof HTMLElement && target.contains(focused);
  if (moved) focused.focus({ preventScroll: true });
}

/** A fresh copy of a template's element. @param {string} template its id @returns {HTMLElement} */
export function stamp(template) {
  const found = /** @type {HTMLTemplateElement} */ (document.getElementById(template));
  return /** @type {HTMLElement} */ (document.importNode(found.content, true).firstElementChild);
}

/**
 * Puts a row's words into the places of an element; unchanged places are left alone.
 * @param {HTMLElement} element
 * @param {Omit<Row, "key">} row
 */
export function furnish(element, { words, marks = {}, sort = {} }) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-slot]"))) {
    const { slot } = place.dataset;
    if (slot && slot in words) fill(place, words[slot]);
    if (slot && slot in sort) place.dataset.sort = sort[slot];
  }
  for (const [mark, value] of Object.entries(marks)) {
    if (value === null) delete element.dataset[mark];
    else element.dataset[mark] = value;
  }
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/** @param {HTMLElement} place @param {Words} words */
function fill(place, words) {
  const same = JSON.stringify(words ?? null);
  if (shown.get(place) === same) return;
  shown.set(place, same);
  const absent = words === null || words === undefined;
  place.hidden = absent;
  if (!absent) put(place, words);
}
