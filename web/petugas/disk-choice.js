/** Which flash disk is written to: a folder that staff choose, where the browser can write into folders at all. */

import { DiskFault } from "./disk-write.js";

/** @returns {boolean} */
export function canWriteDisks() {
  return "showDirectoryPicker" in window;
}

/**
 * To be called while a press is handled: the browser asks only then.
 * @returns {Promise<FileSystemDirectoryHandle>}
 * @throws {DiskFault} "unchosen" or "permission"
 */
export async function chooseDisk() {
  try {
    // @ts-expect-error Not in TypeScript's own description of browsers.
    const disk = await window.showDirectoryPicker({ id: "flash-disk", mode: "readwrite" });
    if ((await disk.requestPermission?.({ mode: "readwrite" }) ?? "granted") !== "granted") throw new DiskFault("permission");
    return disk;
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    throw new DiskFault(fault.name === "AbortError" ? "unchosen" : "permission");
  }
}
