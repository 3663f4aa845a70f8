/** A QR code's bytes: the message, padded, in blocks with their Reed-Solomon check bytes, interleaved. Level M. */

/** Per version 1..10: check bytes a block, then blocks of [count, message bytes] (ISO/IEC 18004, table 9). */
const BLOCKS = [
  { check: 10, groups: [[1, 16]] },
  { check: 16, groups: [[1, 28]] },
  { check: 26, groups: [[1, 44]] },
  { check: 18, groups: [[2, 32]] },
  { check: 24, groups: [[2, 43]] },
  { check: 16, groups: [[4, 27]] },
  { check: 18, groups: [[4, 31]] },
  { check: 22, groups: [[2, 38], [2, 39]] },
  { check: 22, groups: [[3, 36], [2, 37]] },
  { check: 26, groups: [[4, 43], [1, 44]] },
];

/** Powers and logarithms of 2 in GF(256) with the polynomial 0x11d. */
const POWER = new Uint8Array(255);
const LOG = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i += 1) {
  POWER[i] = x;
  LOG[x] = i;
  x = x & 128 ? (x << 1) ^ 0x11d : x << 1;
}

/** @param {number} a @param {number} b */
function times(a, b) {
  return a && b ? POWER[(LOG[a] + LOG[b]) % 255] : 0;
}

/**
 * @param {Uint8Array} message
 * @returns {{version: number, bytes: number[]}} the smallest version that holds it
 */
export function codewords(message) {
  const index = BLOCKS.findIndex((_, i) => message.length <= capacity(i + 1) - overhead(i + 1));
  if (index < 0) throw new RangeError("too long for a QR code of version 10");
  const version = index + 1;
  const blocks = split(padded(message, version), BLOCKS[index].groups);
  const checks = blocks.map((block) => remainder(block, BLOCKS[index].check));
  return { version, bytes: [...interleaved(blocks), ...interleaved(checks)] };
}

/** Message bytes of a version. @param {number} version */
function capacity(version) {
  return BLOCKS[version - 1].groups.reduce((sum, [count, size]) => sum + count * size, 0);
}

/** Whole bytes taken by mode (4 bits) and length (8 bits, 16 from version 10 on). @param {number} version */
function overhead(version) {
  return version < 10 ? 2 : 3;
}

/** @param {Uint8Array} message @param {number} version @returns {number[]} */
function padded(message, version) {
  const lengthBits = version < 10 ? 8 : 16;
  const length = message.length.toString(2).padStart(lengthBits, "0");
  const content = [...message].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const bits = `0100${length}${content}0000`;
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0xec; bytes.length < capacity(version); pad ^= 0xec ^ 0x11) bytes.push(pad);
  return bytes;
}

/** @param {number[]} bytes @param {number[][]} groups @returns {number[][]} */
function split(bytes, groups) {
  const sizes = groups.flatMap(([count, size]) => new Array(count).fill(size));
  let from = 0;
  return sizes.map((size) => bytes.slice(from, (from += size)));
}

/** @param {number[]} block @param {number} length @returns {number[]} */
function remainder(block, length) {
  const generator = generatorOf(length);
  const rest = new Array(length).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest[0];
    rest.shift();
    rest.push(0);
    generator.forEach((coefficient, i) => (rest[i] ^= times(coefficient, factor)));
  }
  return rest;
}

/** The product of (x - 2^i), without its leading 1. @param {number} length @returns {number[]} */
function generatorOf(length) {
  let product = [1];
  for (let i = 0; i < length; i += 1) {
    const next = [...product, 0];
    product.forEach((coefficient, k) => (next[k + 1] ^= times(coefficient, POWER[i])));
    product = next;
  }
  return product.slice(1);
}

/** Byte by byte from each block in turn. @param {number[][]} blocks @returns {number[]} */
function interleaved(blocks) {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_, i) => blocks.filter((block) => i < block.length).map((block) => block[i])).flat();
}
