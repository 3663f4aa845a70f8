/**
 * What stands in the way, on top of a form and at each field, as GOV.UK shows it. Markup:
 * `<error-summary tabindex="-1" hidden><h2>…</h2><ul></ul></error-summary>` and, per field,
 * `<div class="field" data-field="email"><label>…</label><p class="fault" id="email-fault" hidden></p><input …></div>`.
 * Following a line fires "faultchosen" (detail: the field) first, so that a form of several steps can show the right one.
 */

import { put, sentence, setTitle } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */
/** @typedef {{field?: string, words: Twins}} Complaint a sentence, and the field it is about where it is about one */

export class ErrorSummary extends HTMLElement {
  /** @type {Twins | null} */
  #title = null;

  /**
   * Shows complaints, marks their fields and takes the focus. Needs the sentence "fault-title" ("Kesalahan: {title}").
   * @param {Complaint[]} complaints
   * @param {Twins} pageTitle the title that the page has without faults
   */
  show(complaints, pageTitle) {
    this.clear();
    this.#title = pageTitle;
    this.list.replaceChildren(...complaints.map((one) => this.#item(one)));
    for (const one of complaints) this.#mark(one);
    setTitle(sentence("fault-title", { title: pageTitle }));
    this.hidden = false;
    this.focus();
  }

  /** Takes every mark away again. */
  clear() {
    this.hidden = true;
    this.list.replaceChildren();
    for (const field of this.form.querySelectorAll(".field.faulty")) unmark(field);
    if (this.#title) setTitle(this.#title);
    this.#title = null;
  }

  get list() {
    return /** @type {HTMLUListElement} */ (this.querySelector("ul"));
  }

  /** What the summary is about: its form, or else its parent. */
  get form() {
    return this.closest("form") ?? /** @type {Element} */ (this.parentElement);
  }

  /** @param {string | undefined} name */
  #field(name) {
    return name ? this.form.querySelector(`.field[data-field="${CSS.escape(name)}"]`) : null;
  }

  /** @param {Complaint} complaint */
  #item(complaint) {
    const item = document.createElement("li");
    const target = this.#field(complaint.field)?.querySelector("input, select, textarea, button");
    const words = document.createElement(target ? "a" : "span");
    if (target instanceof HTMLElement && words instanceof HTMLAnchorElement) {
      words.href = `#${target.id}`;
      words.addEventListener("click", (event) => {
        event.preventDefault();
        this.dispatchEvent(new CustomEvent("faultchosen", { bubbles: true, detail: complaint.field }));
        target.focus();
        this.#field(complaint.field)?.scrollIntoView({ block: "center" });
      });
    }
    put(words, complaint.words);
    item.append(words);
    return item;
  }

  /** @param {Complaint} complaint */
  #mark(complaint) {
    const field = this.#field(complaint.field);
    const place = field?.querySelector(".fault");
    if (!field || !place) return;
    field.classList.add("faulty");
    put(place, complaint.words);
    place.removeAttribute("hidden");
    for (const control of field.querySelectorAll("input, select, textarea")) control.setAttribute("aria-invalid", "true");
  }
}

/** @param {Element} field */
function unmark(field) {
  field.classList.remove("faulty");
  const place = field.querySelector(".fault");
  place?.setAttribute("hidden", "");
  place?.replaceChildren();
  for (const control of field.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

customElements.define("error-summary", ErrorSummary);
