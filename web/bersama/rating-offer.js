/** The four faces on a screen that tells of something else: one tap there is the rating. Fires "facetapped" (detail: which). */

export class RatingOffer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#press);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press);
  }

  /** Shows the faces, as `visit-feedback` has them, or hides them. @param {boolean} yes */
  offer(yes) {
    const faces = /** @type {HTMLElement} */ (this.querySelector(".faces"));
    if (yes && faces.children.length === 0) faces.append(...[...document.querySelectorAll("visit-feedback .face")].map(copied));
    this.hidden = !yes;
  }

  /** @param {Event} event */
  #press = (event) => {
    const face = /** @type {HTMLElement} */ (event.target).closest("button");
    if (face) this.dispatchEvent(new CustomEvent("facetapped", { bubbles: true, detail: Number(face.value) }));
  };
}

/** @param {Element} face */
function copied(face) {
  const copy = /** @type {HTMLElement} */ (face.cloneNode(true));
  copy.removeAttribute("aria-pressed");
  return copy;
}

customElements.define("rating-offer", RatingOffer);
