/** The office that the page speaks for, in both languages. */

import { api } from "./api.js";
import { useZone } from "./format.js";
import { language } from "./language.js";

/** @typedef {import("./language.js").Twins} Twins */

/**
 * GET /api/unit in both languages. The present one is `unit`; words of both come through `both`.
 * @param {string} [code] the unit's code; the deployment's first without it
 * @param {string} [token] a device's token, which carries its unit
 * @returns {Promise<Unit>}
 */
export async function loadUnit(code, token) {
  const path = code ? `/unit?unit=${encodeURIComponent(code)}` : "/unit";
  const [id, en] = await Promise.all(["id", "en"].map((tongue) => api("GET", path, { language: tongue, token })));
  useZone(id.zone);
  return new Unit(id, en);
}

export class Unit {
  /** @param {any} id the answer in Indonesian @param {any} en the answer in English */
  constructor(id, en) {
    this.id = id;
    this.en = en;
  }

  /** @returns {any} the answer in the present language */
  get said() {
    return language() === "en" ? this.en : this.id;
  }

  /** A word of the answer in both languages. @param {(said: any) => string} word @returns {Twins} */
  both(word) {
    return { id: word(this.id), en: word(this.en) };
  }

  /** The name of a service: "printed" is "Layanan tercetak". @param {string} code @returns {Twins} */
  service(code) {
    return this.both((said) => said.services.find((/** @type {any} */ one) => one.code === code)?.name ?? code);
  }
}
