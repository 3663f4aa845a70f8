/** The office's calendar and clock, wherever and however the device's own are set. */

/** The office's day, "2025-11-25". @param {string} zone @param {number} [now] in ms @returns {string} */
export function officeDay(zone, now = Date.now()) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
}

/** The office's clock, "14:05", as a time field takes it. @param {string} zone @param {number} now in ms @returns {string} */
export function officeTime(zone, now) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now);
}

/** The moment at which the office's clock shows a time today. @param {string} time "14:05" @param {string} zone @param {number} now in ms */
export function todayAt(time, zone, now) {
  return momentAt(officeDay(zone, now), time, zone);
}

/** The moment at which the office's clock shows a time on a day. @param {string} day "2025-11-25" @param {string} time "14:05" @param {string} zone */
export function momentAt(day, time, zone) {
  const shown = Date.parse(`${day}T${time}:00Z`);
  return new Date(shown - offset(zone, shown)).toISOString();
}

/** How far the office's clock is ahead of UTC, in ms. @param {string} zone @param {number} at */
function offset(zone, at) {
  const whole = at - (at % 60000);
  return Date.parse(`${officeDay(zone, whole)}T${officeTime(zone, whole)}:00Z`) - whole;
}
