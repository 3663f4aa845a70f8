/** A complaint's ways off the kiosk: to write it on one's own phone, and to take its code along on a phone or on paper. */

import { qrSvg } from "../bersama/qr.js";
import { paperWidth } from "./paper.js";

/** @param {Element} root @param {import("../bersama/unit.js").Unit} unit whose complaint it would be */
export function showWayToOwnPhone(root, unit) {
  root.querySelector('[data-part="own-phone"] .qr')?.replaceChildren(qrSvg(`${location.origin}/pengaduan/?unit=${encodeURIComponent(unit.id.code)}`));
}

/** @param {Element} root @param {{code: string}} receipt the service's answer to a complaint */
export function showComplaintCodes(root, { code }) {
  const address = `${location.origin}/pengaduan/#${code}`;
  for (const place of root.querySelectorAll('[data-part="status-code"] .qr, complaint-form .paper-qr')) place.replaceChildren(qrSvg(address));
  Object.assign(/** @type {HTMLElement} */ (root.querySelector("complaint-form .paper")).dataset, { width: paperWidth() });
}
