/** A table in a file (CSV): its text, its rows as a spreadsheet numbers them, and portions that the service takes at once. */

/** @typedef {{row: number, text: string}} Line one row, perhaps of several lines, by its number in the file */
/** @typedef {{csv: string, first: number, last: number, rows: number}} Portion the header and some rows, the numbers of the first and last */

const MOST_ROWS = 100;
/** A body has 64 KB at most, in which quotation marks and line feeds take two bytes. */
const MOST_BYTES = 60000;
export const MOST_FILE_BYTES = 20e6;
const SEPARATORS = [";", ",", "\t"];

/** The file cannot be read as a table. */
export class NoTable extends Error {
  /** @param {string} code @param {Record<string, any>} [values] for its sentence */
  constructor(code, values = {}) {
    super(code);
    this.name = "NoTable";
    this.code = code;
    this.values = values;
  }
}

/** @param {Blob} file @returns {Promise<string>} throws NoTable */
export async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw new NoTable("empty");
  const kind = encodingOf(bytes);
  if (!kind.startsWith("utf-16") && (bytes.subarray(0, 2).join() === "80,75" || bytes.includes(0))) throw new NoTable("excel");
  return new TextDecoder(kind).decode(bytes);
}

/** By its mark; without one UTF-8 if it can be, else what Excel's plain "CSV" is written in. @param {Uint8Array} bytes */
function encodingOf(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/**
 * The rows of a table that say anything, the header first. A line feed within quotation marks ends no row.
 * @param {string} text
 * @returns {Line[]} throws NoTable where a quotation mark is not closed
 */
export function linesOf(text) {
  const named = /^sep=(.)\r?\n/i.exec(text);
  const separator = named?.[1] ?? likelySeparator(text);
  /** @type {Line[]} */
  const lines = [];
  let row = named ? 2 : 1;
  for (let begin = named?.[0].length ?? 0; begin < text.length; row += 1) {
    const end = endOfRow(text, begin, separator);
    if (end === -1) throw new NoTable("broken", { row });
    const line = text.slice(begin, end).replace(/[\r\n]+$/, "");
    if (line.replaceAll(separator, "").trim()) lines.push({ row, text: line });
    begin = end;
  }
  if (named && lines.length > 0) lines[0].text = `sep=${separator}\n${lines[0].text}`;
  return lines;
}

/** Where the next row begins; -1 where a quotation mark stays open. @param {string} text @param {number} begin @param {string} separator */
function endOfRow(text, begin, separator) {
  let quoted = false;
  let fresh = true;
  for (let place = begin; place < text.length; place += 1) {
    const letter = text[place];
    if (letter === '"' && quoted && text[place + 1] === '"') place += 1;
    else if (letter === '"' && (quoted || fresh)) quoted = !quoted;
    else if (!quoted && letter === "\r" && text[place + 1] === "\n") return place + 2;
    else if (!quoted && (letter === "\n" || letter === "\r")) return place + 1;
    fresh = letter === separator && !quoted;
  }
  return quoted ? -1 : text.length;
}

/** What stands most often in the first line. @param {string} text */
function likelySeparator(text) {
  const first = text.trimStart().split(/[\r\n]/, 1)[0];
  const count = (/** @type {string} */ one) => first.split(one).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/**
 * Portions that the service takes, each with the header, and the rows that are too long for any.
 * @param {Line[]} lines the header first
 * @returns {{portions: Portion[], tooLong: Line[]}}
 */
export function portionsOf([header, ...lines]) {
  /** @type {Portion[]} */
  const portions = [];
  /** @type {Line[]} */
  const tooLong = [];
  for (const line of lines) {
    if (sizeOf(`${header.text}\n${line.text}\n`) > MOST_BYTES) tooLong.push(line);
    else if (!added(portions.at(-1), line)) portions.push({ csv: `${header.text}\n${line.text}\n`, first: line.row, last: line.row, rows: 1 });
  }
  return { portions, tooLong };
}

/** Puts a row into a portion that has room for it; rows between that say nothing stay, for they count. @param {Portion | undefined} portion @param {Line} line */
function added(portion, line) {
  if (!portion || portion.rows === MOST_ROWS || line.row - portion.last > MOST_ROWS) return false;
  const csv = `${portion.csv}${"\n".repeat(line.row - portion.last - 1)}${line.text}\n`;
  if (sizeOf(csv) > MOST_BYTES) return false;
  Object.assign(portion, { csv, last: line.row, rows: portion.rows + 1 });
  return true;
}

/** @param {string} text @returns {number} its bytes in a body of JSON */
function sizeOf(text) {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
