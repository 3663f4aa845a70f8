/** Asks again and again without pressing: slower while it fails, silent while nobody looks. */

import { NetworkLost, ProblemError } from "./api.js";

const LONGEST_MS = 60000;

/**
 * Runs `task` at once and then every `every` ms until stopped. A task that rejects is tried again after twice the wait,
 * at most a minute; `stale(true)` is told after `staleAfter` ms without success, `stale(false)` when it is back.
 * @param {() => Promise<unknown>} task
 * @param {{every: number, staleAfter?: number, stale?: (yes: boolean) => void, whenHidden?: boolean, longest?: number}} options
 *   `whenHidden` keeps going in a page that nobody sees (a board behind another window);
 *   `longest` is the longest wait between tries, in ms
 * @returns {{stop: () => void, now: () => void}}
 */
export function poll(task, { every, staleAfter = every * 3, stale = () => {}, whenHidden = false, longest = LONGEST_MS }) {
  let wait = every;
  let running = false;
  let stopped = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let alarm = setTimeout(() => stale(true), staleAfter);

  async function turn() {
    clearTimeout(timer);
    if (stopped || running) return;
    running = true;
    try {
      await task();
      succeeded();
    } catch (fault) {
      if (!(fault instanceof NetworkLost || fault instanceof ProblemError)) reportError(fault);
      wait = Math.min(wait * 2, longest);
    }
    running = false;
    if (!stopped && (whenHidden || !document.hidden)) timer = setTimeout(turn, wait);
  }

  function succeeded() {
    wait = every;
    clearTimeout(alarm);
    if (stopped) return;
    stale(false);
    alarm = setTimeout(() => stale(true), staleAfter);
  }

  function onSight() {
    if (!document.hidden) turn();
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(alarm);
    document.removeEventListener("visibilitychange", onSight);
    window.removeEventListener("online", turn);
  }

  document.addEventListener("visibilitychange", onSight);
  window.addEventListener("online", turn);
  turn();
  return { stop, now: turn };
}
