/** The board's voice: pieces of sound, decoded once, joined on the sound card's own clock, one saying after the other. */

/** @typedef {import("./spoken.js").Part} Part */
/** @typedef {{buffer: AudioBuffer, from: number, length: number}} Sound where it is audible, in seconds */
/** @typedef {{name: string, from: number, until: number}} Said when a piece sounded, in seconds of the sound card */

const FOLDER = "suara/";
const LONGEST_FETCH_MS = 5000;
/** Silence before every saying: they are heard as two, and a screen that has to wake its sound loses nothing. */
const LEAD_S = 0.6;
const GRACE_MS = 5000;
/** What is softer, of full scale, is what coding left around a piece. */
const AUDIBLE = 0.003;

/** Tells "change" whenever `isOn` or `isWhole` may have changed. */
export class Voice extends EventTarget {
  #context = newContext();
  /** @type {Map<string, Promise<Sound | null>>} */
  #sounds = new Map();
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #whole = true;

  constructor() {
    super();
    this.#context?.addEventListener("statechange", this.#changed);
  }

  /** Whether the browser lets the page be heard: many wait for a touch first. */
  get isOn() {
    return this.#context?.state === "running";
  }

  /** Whether every piece asked for with `prepare` is there. */
  get isWhole() {
    return this.#whole;
  }

  /** Asks the browser to be heard; it may grant that later, at a touch. */
  wake() {
    this.#context?.resume().catch(() => {}); // closed meanwhile
  }

  close() {
    this.#context?.removeEventListener("statechange", this.#changed);
    this.#context?.close();
  }

  /** Fetches pieces ahead of need, one by one; those that failed before are tried again. @param {string[]} names */
  async prepare(names) {
    let whole = true;
    for (const name of names) whole = (await this.#sound(name)) !== null && whole;
    this.#whole = whole;
    this.#changed();
  }

  /**
   * Says the parts, once what was asked for before has been said to its end.
   * @param {Part[]} parts
   * @returns {Promise<Said[] | null>} null where it could not be heard: no leave, no sound card, or a piece lacks
   */
  say(parts) {
    const saying = this.#last.then(() => this.#say(parts));
    this.#last = saying;
    return saying;
  }

  #changed = () => {
    this.dispatchEvent(new Event("change"));
  };

  /** @param {Part[]} parts @returns {Promise<Said[] | null>} */
  async #say(parts) {
    if (!this.isOn || parts.length === 0) return null;
    const sounds = await Promise.all(parts.map(({ name }) => this.#sound(name)));
    if (!this.#context || !this.isOn) return null;
    /** @type {{node: AudioBufferSourceNode, said: Said}[]} */
    const played = [];
    let at = this.#context.currentTime + LEAD_S;
    for (const [place, sound] of sounds.entries()) {
      if (!sound) return null;
      const { name, pause } = parts[place];
      played.push({ node: this.#node(sound), said: { name, from: at, until: at + sound.length } });
      at += sound.length + pause;
    }
    return this.#play(played, sounds);
  }

  /** @param {Sound} sound */
  #node({ buffer }) {
    return new AudioBufferSourceNode(/** @type {AudioContext} */ (this.#context), { buffer });
  }

  /**
   * A sound card that stops in the middle never tells the end: after a grace the board goes on without it.
   * @param {{node: AudioBufferSourceNode, said: Said}[]} played
   * @param {(Sound | null)[]} sounds
   */
  async #play(played, sounds) {
    const context = /** @type {AudioContext} */ (this.#context);
    played.forEach(({ node, said }, place) => {
      const sound = /** @type {Sound} */ (sounds[place]);
      node.connect(context.destination);
      node.start(said.from, sound.from, sound.length);
    });
    const last = played[played.length - 1];
    const left = (last.said.until - context.currentTime) * 1000;
    const heard = await endOf(last.node, left + GRACE_MS);
    for (const { node } of played) node.disconnect();
    return heard ? played.map(({ said }) => said) : null;
  }

  /** @param {string} name @returns {Promise<Sound | null>} null: not to be had now; the next time it is tried again */
  async #sound(name) {
    const known = this.#sounds.get(name) ?? this.#load(name);
    this.#sounds.set(name, known);
    const sound = await known;
    if (!sound) this.#sounds.delete(name);
    return sound;
  }

  /** @param {string} name @returns {Promise<Sound | null>} */
  async #load(name) {
    try {
      const response = await fetch(`${FOLDER}${name}.mp3`, { signal: AbortSignal.timeout(LONGEST_FETCH_MS) });
      const bytes = await response.arrayBuffer();
      return response.ok && this.#context ? audible(await this.#context.decodeAudioData(bytes)) : null;
    } catch {
      return null; // not reached, too slow, or no sound: the board goes on without it
    }
  }
}

/** @returns {AudioContext | null} null where there is no sound at all */
function newContext() {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

/** @param {AudioBufferSourceNode} node @param {number} ms @returns {Promise<boolean>} false when it did not end in time */
function endOf(node, ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    node.addEventListener("ended", () => {
      clearTimeout(timer);
      resolve(true);
    }, { once: true });
  });
}

/** Coders put silence around a sound; without it pieces join as words do. @param {AudioBuffer} buffer @returns {Sound | null} */
function audible(buffer) {
  const samples = buffer.getChannelData(0);
  const first = samples.findIndex((one) => Math.abs(one) > AUDIBLE);
  const last = samples.findLastIndex((one) => Math.abs(one) > AUDIBLE);
  if (first < 0) return null;
  return { buffer, from: first / buffer.sampleRate, length: (last + 1 - first) / buffer.sampleRate };
}
