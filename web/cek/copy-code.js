/** A copy code as people type it. */

const LENGTH = 12;
const ALIKE = new Map([["I", "1"], ["L", "1"], ["O", "0"]]);

/**
 * "lp 7k3m 9qxd 2f5a" as the service writes it: LP-7K3M-9QXD-2F5A. Crockford's base32 has no I, L, O or U:
 * the first three are read as the digits that they look like.
 * @param {string} typed
 * @returns {string | null} null where it cannot be a copy code
 */
export function copyCode(typed) {
  const bare = typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
  const body = bare.length === LENGTH + 2 && /^[L1I]P/.test(bare) ? bare.slice(2) : bare;
  const read = body.replace(/[ILO]/g, (letter) => ALIKE.get(letter) ?? letter);
  if (read.length !== LENGTH || read.includes("U")) return null;
  return `LP-${read.slice(0, 4)}-${read.slice(4, 8)}-${read.slice(8)}`;
}
