/** A likely slip of the pen in an email address, as the service points it out. */

/** @typedef {import("./api.js").ProblemError} ProblemError */

/** The address that was probably meant, which the service names in its sentence. @param {ProblemError} fault @returns {string | null} */
export function suggestedIn(fault) {
  const slip = fault.errors.find((one) => one.code === "did-you-mean");
  return slip?.detail.match(/[^\s<>"“”()]+@[^\s<>"“”()]+[^\s<>"“”().,;:?!]/u)?.[0] ?? null;
}
