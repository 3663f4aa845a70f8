/** Sends one file to storage by a presigned form, telling how far it has come. */

import { NetworkLost } from "../bersama/api.js";

/** @typedef {{url: string, fields: Record<string, string>}} PresignedForm */

/** The storage would not take the file. */
export class UploadDenied extends Error {
  /** @param {string} code of S3, such as "EntityTooLarge" or "AccessDenied" */
  constructor(code) {
    super(code);
    this.name = "UploadDenied";
    this.code = code;
  }
}

/**
 * Storage reads the form's fields first and the file last (S3, "Browser-based uploads using POST").
 * @param {PresignedForm} form
 * @param {File} file
 * @param {{progress: (sent: number) => void, signal: AbortSignal}} options `progress` hears bytes of the file
 * @returns {Promise<void>} rejects with NetworkLost, UploadDenied, or an AbortError when `signal` was used
 */
export function upload({ url, fields }, file, { progress, signal }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => progress(Math.min(event.loaded, file.size)));
    request.addEventListener("load", () => (isTaken(request) ? resolve() : reject(new UploadDenied(codeOf(request)))));
    request.addEventListener("error", () => reject(new NetworkLost()));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.open("POST", url);
    request.send(body);
  });
}

/** @param {XMLHttpRequest} request */
function isTaken({ status }) {
  return status >= 200 && status < 300;
}

/** @param {XMLHttpRequest} request */
function codeOf({ responseText }) {
  return /<Code>(\w{1,60})<\/Code>/.exec(responseText)?.[1] ?? "";
}
