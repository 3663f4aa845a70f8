/** Which publications were used in a period: printed in the reading room, read in the page, taken home as a copy. */

import { barChart } from "../bersama/bar-chart.js";
import { number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { defineReport } from "./report-area.js";
import { countedFigure } from "./report-words.js";

/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/figure.js").Figure} Figure */
/** @typedef {{publication_id: string, title: string, year: number | null, printed: number, read: number, taken: number}} TitleUse */

/**
 * @typedef {object} Titles the answer of GET /api/staff/reports/titles
 * @property {number} printed
 * @property {number} read
 * @property {number} taken
 * @property {TitleUse[]} titles the most used first
 * @property {import("./report-words.js").Counted[]} channels
 */

const IN_CHART = 10;

/** @param {{printed: number, read: number, taken: number}} use */
const altogether = ({ printed, read, taken }) => printed + read + taken;

/** @param {Titles} report */
function words(report) {
  const { printed, read, taken, titles } = report;
  return {
    few: altogether(report) === 0 ? sentence("none-used") : null,
    "all-uses": number(altogether(report)),
    "all-printed": number(printed),
    "all-read": number(read),
    "all-taken": number(taken),
    "title-count": number(titles.length),
  };
}

/** @param {Titles} report @returns {Record<string, Figure>} */
function figures({ titles, printed, read, taken, channels }) {
  const used = printed + read + taken > 0;
  const ways = [{ code: "printed", visits: printed }, { code: "read", visits: read }, { code: "taken", visits: taken }];
  return {
    most: mostFigure(titles.slice(0, IN_CHART)),
    ways: countedFigure(used ? ways : [], (code) => sentence(`use-${code}`), { what: "head-use", unit: "head-times" }),
    channels: countedFigure(channels, (code) => sentence(`channel-${code}`), { what: "head-channel", unit: "head-copies" }),
  };
}

/** @param {TitleUse[]} titles @returns {Figure} */
function mostFigure(titles) {
  const bars = titles.map((one) => ({ name: titleWords(one), value: altogether(one) }));
  return {
    chart: (space) => barChart({ name: sentence("bars-name", { what: sentence("head-title") }), bars }, space),
    heads: [sentence("head-title"), sentence("head-times")],
    rows: bars.map(({ name, value }) => [name, number(value)]),
  };
}

/** @param {TitleUse} use */
function titleWords({ title, year }) {
  const words = year === null || title.includes(String(year)) ? title : `${title} (${year})`;
  return { id: words, en: words };
}

/** @param {Titles} report @returns {Record<string, [string, Row[]]>} */
function lists({ titles }) {
  return { titles: ["title-use-row", titles.map(useRow)] };
}

/** @param {TitleUse} use @returns {Row} */
function useRow(use) {
  const { publication_id: key, title, year, printed, read, taken } = use;
  return {
    key,
    words: { title, year: year === null ? "–" : String(year), printed: number(printed), read: number(read), taken: number(taken), uses: number(altogether(use)) },
    sort: { printed: String(printed), read: String(read), taken: String(taken), uses: String(altogether(use)) },
  };
}

/** @param {Titles} report */
function parts({ titles }) {
  return { titles: titles.length > 0 };
}

defineReport("titles-report", { path: "titles", words, figures, lists, parts });
