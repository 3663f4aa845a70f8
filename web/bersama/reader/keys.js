/** What the keys do while a publication is read. Keys typed into a field stay the field's, but for those that leave it. */

const KEYS = {
  PageDown: "further",
  PageUp: "backwards",
  ArrowRight: "right",
  ArrowLeft: "left",
  Home: "first",
  End: "last",
  ArrowDown: "down",
  ArrowUp: "up",
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  0: "width",
  "/": "search",
};
/** Those for which a list or a row of choices has its own use. */
const MOVING = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];

/** The act that a key asks for, or undefined. @param {KeyboardEvent} event @returns {string | undefined} */
export function actOf(event) {
  const { key, ctrlKey, metaKey, altKey } = event;
  const target = /** @type {Element} */ (event.target);
  if (event.defaultPrevented || altKey || target.closest("dialog")) return undefined;
  if (ctrlKey || metaKey) return key.toLowerCase() === "f" ? "search" : undefined;
  if (key === "Escape") return "leave";
  if (target.closest("input, select, textarea")) return undefined;
  if (MOVING.includes(key) && target.closest("nav")) return undefined;
  return KEYS[/** @type {keyof typeof KEYS} */ (key)];
}
