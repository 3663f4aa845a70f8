/**
 * One copy onto a flash disk, with its proof: streamed there, closed, read back and hashed part by part.
 * Writing needs no more memory than a piece of the stream; reading back needs one part at a time, twice over, because
 * WebCrypto hashes only what lies in memory whole.
 */

/** @typedef {{size: number, sha256: string}} Part */
/** @typedef {{url: string, filename: string, size_bytes: number, parts: Part[]}} OpenedCopy */
/** @typedef {{name: string, parts: Part[]}} Written the file's name on the disk, and what was read back of it */
/** @typedef {{signal: AbortSignal, wrote: (bytes: number) => void, checked: (bytes: number) => void}} Watch told of bytes so far */

/** What the disk's own errors mean (File System standard; the names that Chromium gives the system's). @type {Record<string, string>} */
const MEANING = {
  QuotaExceededError: "full",
  NotFoundError: "gone",
  NotReadableError: "gone",
  InvalidStateError: "gone",
  NotAllowedError: "permission",
  SecurityError: "permission",
  NoModificationAllowedError: "locked",
};

/** Why a copy is not on the disk: full, gone, permission, locked, failed, differs, net, expired, stopped. */
export class DiskFault extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.name = "DiskFault";
    this.code = code;
  }
}

/**
 * Writes a copy under a name that is free, and proves it. What failed leaves no file behind.
 * @param {FileSystemDirectoryHandle} disk @param {OpenedCopy} copy @param {Watch} watch
 * @returns {Promise<Written>}
 * @throws {DiskFault}
 */
export async function writeCopy(disk, copy, watch) {
  const file = await onDisk(() => freeFile(disk, copy.filename));
  try {
    await stream(file, copy, watch);
    const parts = await onDisk(() => readBack(file, copy.parts, watch));
    if (!isSame(parts, copy.parts)) throw new DiskFault("differs");
    return { name: file.name, parts };
  } catch (fault) {
    await removeFile(disk, file.name);
    watch.signal.throwIfAborted();
    throw fault;
  }
}

/** A disk that was pulled out keeps what it has: then nothing can be removed. @param {FileSystemDirectoryHandle} disk @param {string} name */
export async function removeFile(disk, name) {
  try {
    await disk.removeEntry(name);
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
  }
}

/** @template T @param {() => Promise<T>} act @returns {Promise<T>} @throws {DiskFault} in place of the disk's errors */
async function onDisk(act) {
  try {
    return await act();
  } catch (fault) {
    if (!(fault instanceof DOMException)) throw fault;
    throw new DiskFault(MEANING[fault.name] ?? "failed");
  }
}

/** A new file: what lies there already is never written over. @param {FileSystemDirectoryHandle} disk @param {string} wanted */
async function freeFile(disk, wanted) {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : wanted.replace(/(\.[^.]*)?$/, ` ${number}$1`);
    if (!(await isTaken(disk, name))) return disk.getFileHandle(name, { create: true });
  }
}

/** @param {FileSystemDirectoryHandle} disk @param {string} name */
async function isTaken(disk, name) {
  try {
    await disk.getFileHandle(name);
    return true;
  } catch (fault) {
    const found = fault instanceof DOMException ? fault.name : "";
    if (found === "NotFoundError") return false;
    if (found === "TypeMismatchError") return true;
    throw fault;
  }
}

/** @param {FileSystemFileHandle} file @param {OpenedCopy} copy @param {Watch} watch */
async function stream(file, copy, watch) {
  const source = await sourceAt(copy.url, watch.signal);
  const sink = await onDisk(() => file.createWritable());
  let written = 0;
  try {
    for (let piece = await next(source, watch.signal); piece; piece = await next(source, watch.signal)) {
      const bytes = piece;
      await onDisk(() => sink.write(bytes));
      written += bytes.byteLength;
      watch.wrote(written);
      watch.signal.throwIfAborted();
    }
  } catch (fault) {
    await Promise.allSettled([sink.abort(), source.cancel()]);
    throw fault;
  }
  await onDisk(() => sink.close());
  if (written !== copy.size_bytes) throw new DiskFault("net");
}

/** @param {string} url @param {AbortSignal} signal @returns {Promise<ReadableStreamDefaultReader<any>>} */
async function sourceAt(url, signal) {
  const response = await heard(() => fetch(url, { signal, credentials: "omit", cache: "no-store" }), signal);
  if (response.ok && response.body) return response.body.getReader();
  throw new DiskFault(response.status === 403 ? "expired" : "net");
}

/** @param {ReadableStreamDefaultReader<any>} source @param {AbortSignal} signal @returns {Promise<Uint8Array<ArrayBuffer> | undefined>} */
async function next(source, signal) {
  const { value } = await heard(() => source.read(), signal);
  return value;
}

/** @template T @param {() => Promise<T>} act @param {AbortSignal} signal @returns {Promise<T>} @throws {DiskFault} where the network is lost */
async function heard(act, signal) {
  try {
    return await act();
  } catch {
    throw new DiskFault(signal.aborted ? "stopped" : "net");
  }
}

/** @param {FileSystemFileHandle} file @param {Part[]} wanted @param {Watch} watch @returns {Promise<Part[]>} */
async function readBack(file, wanted, watch) {
  const content = await file.getFile();
  /** @type {Part[]} */
  const parts = [];
  for (let start = 0; start < content.size; ) {
    const size = wanted[parts.length]?.size || content.size - start;
    watch.signal.throwIfAborted();
    const piece = await content.slice(start, start + size).arrayBuffer();
    parts.push({ size: piece.byteLength, sha256: hex(await crypto.subtle.digest("SHA-256", piece)) });
    start += piece.byteLength;
    watch.checked(start);
  }
  return parts;
}

/** @param {Part[]} read @param {Part[]} wanted */
function isSame(read, wanted) {
  return JSON.stringify(read) === JSON.stringify(wanted.map(({ size, sha256 }) => ({ size, sha256 })));
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
