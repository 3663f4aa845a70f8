/** Dates, times, sizes and numbers as people read them, in both languages, on the office's clock. */

/** @typedef {import("./language.js").Twins} Twins */

const LOCALES = { id: "id-ID", en: "en-GB" };
/** @type {string | undefined} */
let zone;

/** The time zone of the unit (GET /api/unit): every time shown is the office's, wherever the reader is. @param {string} name */
export function useZone(name) {
  zone = name;
}

/** @param {(locale: string) => string} words @returns {Twins} */
function inBoth(words) {
  return { id: words(LOCALES.id), en: words(LOCALES.en) };
}

/** @param {string} iso @param {Intl.DateTimeFormatOptions} options @returns {Twins} */
function moment(iso, options) {
  const when = new Date(iso);
  return inBoth((locale) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(when));
}

/** "14.05" and "14:05". @param {string} iso */
export function clockTime(iso) {
  return moment(iso, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "Selasa, 25 November 2025". @param {string} iso */
export function longDate(iso) {
  return moment(iso, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** "25 November 2025". @param {string} iso */
export function date(iso) {
  return moment(iso, { day: "numeric", month: "long", year: "numeric" });
}

/** "November 2025", of "2025-11". @param {string} iso */
export function month(iso) {
  return inBoth((locale) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", month: "long", year: "numeric" }).format(new Date(`${iso}-01`)));
}

/** "25 Nov 2025, 14.05". @param {string} iso */
export function dateAndTime(iso) {
  return moment(iso, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** The office's calendar day, "2025-11-25". */
export function today() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date());
}

/** @param {string} iso @returns {boolean} whether a moment lies on the office's today */
export function isToday(iso) {
  return date(iso).en === date(new Date().toISOString()).en;
}

/** "1.234". @param {number} figure @param {number} [decimals] */
export function number(figure, decimals = 0) {
  return inBoth((locale) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(figure));
}

/** "13,5 MB"; decimal units, as shops and phones count. @param {number} bytes */
export function fileSize(bytes) {
  const [unit, divisor] = bytes >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  const figure = bytes / divisor;
  return inBoth((locale) =>
    `${new Intl.NumberFormat(locale, { maximumFractionDigits: figure < 10 ? 1 : 0 }).format(figure)} ${unit}`);
}
