/** How one moves through a publication, by buttons and by keys. */

/** @typedef {import("./sheets.js").Sheets} Sheets */

const LINE_PX = 80;
/** The share of a screen by which Page Down moves: some lines stay in sight. */
const SCREENFUL = 0.9;

/** @param {Sheets} sheets @returns {Record<string, () => void>} */
export function movesOf(sheets) {
  const { view } = sheets;
  /** Across a page that is wider than the screen, else to another page. @param {number} step */
  const aside = (step) => {
    if (view.scrollWidth > view.clientWidth + 1) view.scrollBy(step * LINE_PX, 0);
    else sheets.goTo(sheets.current + step);
  };
  return {
    next: () => sheets.goTo(sheets.current + 1),
    previous: () => sheets.goTo(sheets.current - 1),
    first: () => sheets.goTo(1),
    last: () => sheets.goTo(sheets.count),
    right: () => aside(1),
    left: () => aside(-1),
    down: () => view.scrollBy(0, LINE_PX),
    up: () => view.scrollBy(0, -LINE_PX),
    further: () => view.scrollBy(0, SCREENFUL * view.clientHeight),
    backwards: () => view.scrollBy(0, -SCREENFUL * view.clientHeight),
    larger: () => sheets.zoomIn(),
    smaller: () => sheets.zoomOut(),
    width: () => sheets.fitWidth(),
  };
}
