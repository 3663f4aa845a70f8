/** How the answer about a leaked file reads: what is said, how sure it is, and what it rests on. */

import { date, number } from "../bersama/format.js";
import { language, sentence } from "../bersama/language.js";

/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */
/** @typedef {import("../bersama/list.js").Words} Words */
/** @typedef {{unit: string, publication: {title: string, year: number}, issued_on: string, request_id: string | null}} OwnCopy */

/**
 * @typedef {object} Answer
 * @property {string | null} copy_code
 * @property {"certain" | "likely" | "possible" | "nothing-found"} confidence
 * @property {number | null} chance of an accident
 * @property {boolean | null} ours
 * @property {OwnCopy | null} copy
 * @property {boolean} conflict
 * @property {boolean} replaced by a master that is no longer in use
 * @property {{source: string, copy_code: string, seen: number, of: number}[]} evidence
 * @property {{copy_code: string, agreeing: number, of: number, chance: number, copy: OwnCopy | null}[]} candidates
 * @property {{code: string, detail: string}[]} gaps in the language asked for
 */

const TINY = 1e-9;
/** @type {Record<string, string>} */
const MOOD = { certain: "good", likely: "good", possible: "heed" };

/** @param {Answer} answer @returns {{words: Twins, mood: string}} */
export function headline(answer) {
  const { copy_code: code, candidates, conflict } = answer;
  if (!code && candidates.length > 0) return { words: sentence("trace-several", { n: number(candidates.length) }), mood: "heed" };
  if (!code) return { words: sentence("trace-nothing"), mood: "calm" };
  if (!answer.ours) return { words: sentence("trace-not-ours", { code }), mood: "heed" };
  const words = sentence(`trace-${answer.confidence}`, { code });
  if (conflict) return { words: sentence("trace-conflict", { answer: words }), mood: "heed" };
  return { words, mood: MOOD[answer.confidence] ?? "calm" };
}

/** Of the answer's facts; one that is not known hides its line. @param {Answer} answer @returns {Record<string, Words>} */
export function factsOf({ copy_code, confidence, chance, copy, replaced }) {
  const named = Boolean(copy_code);
  return {
    code: copy_code,
    confidence: named ? sentence(`confidence-${confidence}`) : null,
    chance: named && chance !== null ? chanceWords(chance) : null,
    title: copy ? `${copy.publication.title} (${copy.publication.year})` : null,
    issued: copy ? issuedWords(copy) : null,
    replaced: replaced ? sentence("trace-replaced") : null,
  };
}

/** @param {Answer["confidence"]} confidence */
export function moodOf(confidence) {
  return MOOD[confidence] ?? "";
}

/** @param {number} chance @returns {Twins} */
function chanceWords(chance) {
  return chance < TINY ? sentence("chance-tiny") : sentence("chance-one-in", { n: number(Math.max(1, Math.round(1 / chance))) });
}

/** @param {OwnCopy} copy @returns {Twins} */
function issuedWords({ issued_on, unit }) {
  return sentence("issued-by", { date: date(issued_on), unit });
}

/** With its code only where sources name different ones. @param {Answer} answer @returns {Row[]} */
export function evidenceRows({ evidence, conflict }) {
  return evidence.map(({ source, copy_code, seen, of }) => ({
    key: `${source} ${copy_code}`,
    words: {
      words: sentence(`source-${source}`, { seen: number(seen), of: number(of) }),
      code: conflict ? copy_code : null,
      more: null,
    },
  }));
}

/** @param {Answer} answer @returns {Row[]} */
export function candidateRows({ candidates }) {
  return candidates.map(({ copy_code, agreeing, of, copy }) => ({
    key: copy_code,
    words: {
      words: sentence("candidate", { agreeing: number(agreeing), of: number(of) }),
      code: copy_code,
      more: copy ? issuedWords(copy) : null,
    },
  }));
}

/** @param {Answer} answer @returns {Row[]} */
export function gapRows({ gaps }) {
  return gaps.map(({ code, detail }) => ({ key: code, words: { words: { [language()]: detail }, code: null, more: null } }));
}
