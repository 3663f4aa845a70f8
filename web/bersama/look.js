/** Style sheets of parts that are fetched when somebody wants them. */

import { NetworkLost } from "./api.js";

/**
 * Part of a page that comes later is not seen before it looks as it should.
 * @param {string} address of the style sheet
 * @throws {NetworkLost} when it cannot be had: asking again tries again
 */
export async function bringLook(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const come = new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true));
    link.addEventListener("error", () => resolve(false));
  });
  document.head.append(link);
  if (await come) return;
  link.remove();
  throw new NetworkLost();
}
