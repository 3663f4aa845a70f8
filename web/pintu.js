/** The door: language and the office's address; its links need no script. */

import { NetworkLost, ProblemError } from "./bersama/api.js";
import { loadUnit } from "./bersama/unit.js";
import "./bersama/language-switch.js";
import "./bersama/office-contact.js";

/** @typedef {import("./bersama/office-contact.js").OfficeContact} OfficeContact */

try {
  const unit = await loadUnit();
  /** @type {OfficeContact | null} */ (document.querySelector("office-contact"))?.show(unit);
} catch (fault) {
  if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) throw fault;
}
