/** Marks of which the charts are made. */

/** @typedef {"wide" | "half" | "narrow"} Space how much room a chart has: a page's width, half of it, a phone */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes @returns {SVGElement} */
export function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return /** @type {SVGElement} */ (element);
}

/** Words whose middle stands at `y`. @param {string} words @param {Record<string, string | number>} attributes */
export function text(words, attributes) {
  const element = shape("text", { "dominant-baseline": "central", ...attributes });
  element.textContent = words;
  return element;
}

/**
 * A picture with its name for those who hear it.
 * @param {number} width @param {number} height in the chart's own units @param {string} name
 */
export function picture(width, height, name) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
}
