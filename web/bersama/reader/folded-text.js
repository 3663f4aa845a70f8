/** The text of a page as it is searched: small letters, without accents, one space between words, words whole that a line's end divides. */

/** @typedef {{str: string, hasEOL: boolean}} Item a piece of text as PDF.js gives it */

export class Folded {
  /** @param {string} text @param {number[]} items the piece of each letter @param {number[]} offsets its place there */
  constructor(text, items, offsets) {
    this.text = text;
    this.items = items;
    this.offsets = offsets;
  }

  /** The parts of pieces that lie between two places of the text. @param {number} begin @param {number} end */
  within(begin, end) {
    /** @type {{item: number, from: number, to: number}[]} */
    const parts = [];
    for (let at = begin; at < end; at += 1) {
      const [item, offset] = [this.items[at], this.offsets[at]];
      const last = parts.at(-1);
      if (last?.item === item) last.to = offset + 1;
      else parts.push({ item, from: offset, to: offset + 1 });
    }
    return parts;
  }
}

/** @param {Item[]} all @returns {Folded} */
export function foldedText(all) {
  let text = "";
  /** @type {number[]} */
  const items = [];
  /** @type {number[]} */
  const offsets = [];
  /** @param {string} letters @param {number} item @param {number} offset */
  const add = (letters, item, offset) => {
    for (const letter of letters) {
      if (letter === " " && (text === "" || text.endsWith(" "))) continue;
      text += letter;
      for (let unit = 0; unit < letter.length; unit += 1) {
        items.push(item);
        offsets.push(offset);
      }
    }
  };
  all.forEach(({ str, hasEOL }, item) => {
    for (let at = 0; at < str.length; at += 1) add(folded(str[at]), item, at);
    if (!hasEOL) return undefined;
    if (!/\p{L}-$/u.test(text)) return add(" ", item, str.length);
    text = text.slice(0, -1);
    items.pop();
    offsets.pop();
    return undefined;
  });
  return new Folded(text, items, offsets);
}

/** @param {string} words */
export function folded(words) {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
}

/** Where words stand in a text; both folded. @param {string} text @param {string} words @param {number} most @returns {[number, number][]} */
export function spansOf(text, words, most) {
  /** @type {[number, number][]} */
  const spans = [];
  for (let at = text.indexOf(words); at >= 0 && spans.length < most; at = text.indexOf(words, at + words.length)) {
    spans.push([at, at + words.length]);
  }
  return spans;
}
