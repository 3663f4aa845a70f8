/** How far the writing of a flash disk has got, in words. */

import { wordsOf } from "../bersama/faults.js";
import { fileSize, number } from "../bersama/format.js";
import { sentence } from "../bersama/language.js";
import { numbersOf } from "./desk-words.js";
import { DiskFault } from "./disk-write.js";

/** @typedef {import("./disk-run.js").Entry} Entry */
/** @typedef {import("./disk-run.js").DiskRun} DiskRun */
/** @typedef {import("../bersama/language.js").Twins} Twins */
/** @typedef {import("../bersama/list.js").Row} Row */

/** Of a hash, as much as two people read to each other. */
const SHOWN = 8;

/** A disk without a label is called after its drive ("E:\\"), or not at all. @param {DiskRun} run @returns {Twins} */
export function headingOf(run) {
  const disk = run.disk.name.replace(/[\\/]/g, "");
  const numbers = numbersOf(run.entries[run.entries.length - 1].task);
  return sentence(disk ? "disk-heading" : "disk-heading-unnamed", { disk, numbers });
}

/** @param {unknown} fault @returns {Twins} what went wrong, and what to do */
export function faultWords(fault) {
  return fault instanceof DiskFault ? sentence(`disk-${fault.code}`) : wordsOf(fault);
}

/** @param {Entry} entry @returns {Row} */
export function entryRow(entry) {
  const { task, state, proof } = entry;
  const kept = proof && state !== "failed";
  return {
    key: task.delivery_id,
    words: {
      title: task.title,
      state: stateWords(entry),
      file: kept ? sentence("disk-file", { name: proof.name }) : null,
      proof: kept ? sentence("disk-proof", { size: fileSize(entry.size), hashes: shortHashes(proof.parts) }) : null,
      trouble: entry.fault && state !== "proved" ? faultWords(entry.fault) : null,
    },
    marks: { state },
  };
}

/** @param {Entry} entry @returns {Twins} */
function stateWords(entry) {
  const done = entry.state === "checking" ? entry.checked : entry.written;
  return sentence(`disk-is-${entry.state}`, { done: fileSize(done), of: fileSize(entry.size) });
}

/** The beginning and the end of each: enough to compare with what another page shows. @param {{sha256: string}[]} parts */
function shortHashes(parts) {
  return parts.map(({ sha256 }) => `${sha256.slice(0, SHOWN)}…${sha256.slice(-4)}`).join(" + ");
}

/** Every byte counts twice: when it is written, and when it is read back. @param {Entry} entry */
export function stepsOf({ state, size, written, checked }) {
  return ["proved", "unrecorded", "recording", "failed"].includes(state) ? size * 2 : written + checked;
}

/** @param {DiskRun} run @returns {Twins} */
export function altogether(run) {
  const size = run.entries.reduce((sum, one) => sum + one.size, 0);
  const done = run.entries.reduce((sum, one) => sum + stepsOf(one), 0);
  const percent = number(size ? Math.floor((done / size / 2) * 100) : 100);
  return sentence("disk-altogether", { percent, of: fileSize(size), n: number(run.entries.length) });
}

/** How a run has ended: a kind of banner, and its words. @param {DiskRun} run @returns {{kind: string, words: Twins}} */
export function endOf(run) {
  const [proved, all] = [run.entries.filter(({ state }) => state === "proved").length, run.entries.length];
  const values = { n: number(proved), all: number(all) };
  if (proved === all) return { kind: "good", words: sentence(all === 1 ? "disk-end-one" : "disk-end-all", values) };
  return { kind: proved > 0 ? "heed" : "bad", words: sentence(proved > 0 ? "disk-end-some" : "disk-end-none", values) };
}
