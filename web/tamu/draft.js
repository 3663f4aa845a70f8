/** What was entered and not yet sent: it lives in this tab alone, through a reload, and goes when the visit is opened. */

const KEPT_AS = "loket.draft";

/** @typedef {import("../kiosk/guest-book.js").Progress} Progress */
/** @typedef {{lines: Record<string, string>, ticked: string[], progress: Progress}} Kept */

/** Whether there is anything to go on with. */
export function hasDraft() {
  return sessionStorage.getItem(KEPT_AS) !== null;
}

export function dropDraft() {
  sessionStorage.removeItem(KEPT_AS);
}

/** @type {import("../kiosk/guest-book.js").Draft} */
export const draft = {
  bring(form) {
    const kept = /** @type {Kept | null} */ (JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "null"));
    if (kept) fill(form, kept);
    return kept?.progress ?? null;
  },

  keep(form, progress) {
    /** @type {Kept} */
    const kept = { lines: {}, ticked: [], progress };
    for (const input of inputsOf(form)) {
      if (!isTickable(input)) kept.lines[input.name] = input.value;
      else if (input.checked) kept.ticked.push(markOf(input));
    }
    sessionStorage.setItem(KEPT_AS, JSON.stringify(kept));
  },
};

/** @param {HTMLFormElement} form @param {Kept} kept */
function fill(form, { lines, ticked }) {
  for (const input of inputsOf(form)) {
    if (isTickable(input)) input.checked = ticked.includes(markOf(input));
    else input.value = lines[input.name] ?? input.value;
  }
}

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
function inputsOf(form) {
  return [...form.querySelectorAll("input")];
}

/** @param {HTMLInputElement} input */
function isTickable(input) {
  return ["checkbox", "radio"].includes(input.type);
}

/** What tells one box from all others: a consent by the version of its text, too. @param {HTMLInputElement} input */
function markOf({ name, value, dataset }) {
  return dataset.consent ? `${dataset.consent} ${dataset.version}` : `${name}=${value}`;
}
