/** Two fingers that draw apart or together change the size of the publication, not of the whole page. */

/** Below this a change is not worth drawing anew. */
const WORTH = 0.02;

/**
 * @param {HTMLElement} view
 * @param {() => number} scale the present one
 * @param {(scale: number) => void} zoom
 * @param {AbortSignal} signal ends it
 */
export function followPinch(view, scale, zoom, signal) {
  let [apart, from] = [0, 1];
  view.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) [apart, from] = [distance(event.touches), scale()];
  }, { signal, passive: true });
  view.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !event.cancelable) return;
    event.preventDefault();
    const wanted = from * (distance(event.touches) / apart);
    if (Math.abs(wanted / scale() - 1) > WORTH) zoom(wanted);
  }, { signal, passive: false });
}

/** @param {TouchList} touches */
function distance([one, other]) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
}
