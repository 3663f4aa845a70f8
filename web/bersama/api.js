/** The one place that calls the service: JSON in, JSON out, and refusals that a page can show. */

const ATTEMPTS = 3;
const TIMEOUT_MS = 15000;
const WORTH_WAITING_MS = 5000;
const PASSING_FAULTS = [502, 503, 504];

/** @typedef {{field: string, code: string, detail: string}} Fault one faulty field, in the language asked for */

/** The service refused, and said why (RFC 9457). */
export class ProblemError extends Error {
  /**
   * @param {number} status
   * @param {{type?: string, title?: string, errors?: Fault[], [more: string]: any}} problem
   * @param {number | null} retryAfter seconds to wait before another try
   * @param {string} language of `title` and of each `detail`
   */
  constructor(status, problem, retryAfter, language) {
    super(problem.title ?? "");
    this.name = "ProblemError";
    this.status = status;
    this.type = problem.type ?? "about:blank";
    this.title = problem.title ?? "";
    this.errors = problem.errors ?? [];
    this.retryAfter = retryAfter;
    this.language = language;
    this.problem = problem;
  }

  /** The last word of the type: "link-expired" of urn:loket:problem:link-expired. */
  get code() {
    return this.type.split(":").pop() ?? "";
  }
}

/** No answer came: whether the service acted is not known. */
export class NetworkLost extends Error {
  constructor() {
    super("");
    this.name = "NetworkLost";
  }
}

/** The tag of the last answer, kept by the caller between polls. */
export class Etag {
  /** @type {string | null} */
  value = null;
}

/** A key for one act of the visitor: made before the first try, kept until an answer came. */
export function newKey() {
  return crypto.randomUUID();
}

/**
 * @typedef {object} Call
 * @property {string} [token] bearer token; it travels in a header only
 * @property {unknown} [body] sent as JSON
 * @property {string} [key] Idempotency-Key: lost answers are asked for again with it
 * @property {Etag} [etag] an unchanged answer comes back as `null`
 * @property {AbortSignal} [signal]
 * @property {boolean} [keepalive] goes on when the page is left
 * @property {string} [language] of the answer's words, where not the page's
 * @property {string} [accept] the type of the answer, where not JSON
 */

/**
 * One call of the service. `path` stands under /api, as "/visits".
 * @param {string} method
 * @param {string} path
 * @param {Call} [call]
 * @returns {Promise<any>} the parsed answer; `null` when nothing changed or nothing is said
 * @throws {ProblemError | NetworkLost} or an AbortError when `signal` was used
 */
export async function api(method, path, call = {}) {
  const repeatable = method === "GET" || method === "DELETE" || Boolean(call.key);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(method, path, call);
    } catch (fault) {
      const wait = patience(fault, attempt);
      if (!repeatable || attempt === ATTEMPTS || wait === null) throw fault;
      await pause(wait, call.signal);
    }
  }
}

/** @param {string} method @param {string} path @param {Call} call */
async function once(method, path, call) {
  const language = call.language ?? document.documentElement.lang;
  const response = await answered(method, path, call, language);
  if (call.etag) call.etag.value = response.headers.get("ETag") ?? call.etag.value;
  if (response.status === 304 || response.status === 204) return null;
  if (!response.ok) throw await refusalOf(response, language);
  return parsed(response);
}

/** @param {Response} response @param {string} language */
export async function refusalOf(response, language) {
  const said = await parsed(response);
  const after = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new ProblemError(response.status, said ?? {}, Number.isNaN(after) ? null : after, language);
}

/** @param {string} method @param {string} path @param {Call} call @param {string} language */
export async function answered(method, path, call, language) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT_MS);
  const stop = () => limit.abort();
  call.signal?.addEventListener("abort", stop);
  try {
    return await fetch(`/api${path}`, {
      method,
      headers: headersOf(call, language),
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: limit.signal,
      keepalive: call.keepalive,
      credentials: "omit",
      cache: "no-store",
    });
  } catch {
    call.signal?.throwIfAborted();
    throw new NetworkLost();
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", stop);
  }
}

/** @param {Call} call @param {string} language @returns {Record<string, string>} */
function headersOf(call, language) {
  /** @type {Record<string, string>} */
  const headers = { Accept: call.accept ?? "application/json", "Accept-Language": language };
  if (call.token) headers.Authorization = `Bearer ${call.token}`;
  if (call.body !== undefined) headers["Content-Type"] = "application/json";
  if (call.key) headers["Idempotency-Key"] = call.key;
  if (call.etag?.value) headers["If-None-Match"] = call.etag.value;
  return headers;
}

/** @param {Response} response */
async function parsed(response) {
  try {
    return await response.json();
  } catch {
    if (response.ok) throw new NetworkLost();
    return null;
  }
}

/** Milliseconds before another try, or null where another try cannot help. @param {unknown} fault @param {number} attempt */
function patience(fault, attempt) {
  const usual = 400 * 3 ** (attempt - 1);
  if (fault instanceof NetworkLost) return usual;
  if (!(fault instanceof ProblemError)) return null;
  const stillRunning = fault.status === 409 && fault.retryAfter !== null;
  if (!stillRunning && !PASSING_FAULTS.includes(fault.status)) return null;
  const asked = (fault.retryAfter ?? 0) * 1000;
  return asked > WORTH_WAITING_MS ? null : Math.max(asked, usual);
}

/** @param {number} ms @param {AbortSignal} [signal] @returns {Promise<void>} */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
