// The query line: terms, and which cases they leave. Filters run over the distinct verdict vectors.

/** @typedef {{negated: boolean, source: string, vector?: (vector: string) => boolean, row?: (row: number) => boolean, payload?: string, word?: string}} Term */

const VERDICT_LETTERS = /** @type {Record<string, string>} */ ({
  accept: "al", reject: "r", silent: "s", lossy: "l", unsupported: "u", error: "e", crash: "c",
  timeout: "t", "not-run": "n",
});
const COUNTED = /** @type {Record<string, string>} */ ({
  accepts: "al", rejects: "r", silents: "s",
});

/** @param {string} vector @param {string} letters */
const holds = (vector, letters) => [...letters].some((letter) => vector.includes(letter));

/** Reads queries over one set of data. */
class Query {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    const { columns } = data.model;
    /** @type {[number, number][]} */
    this.readings = [];
    columns.forEach((column, declared) => {
      if (column.reading !== "declared") return;
      const documented = columns.findIndex(
        (other) => other.variant === column.variant && other.reading === "documented");
      if (documented >= 0) this.readings.push([declared, documented]);
    });
    /** @type {Map<string, Uint8Array>} What was looked for in all cases -> 1 for each that has it. */
    this.known = new Map();
    this.minimal = new Set(data.index.minimal);
  }

  /**
   * Reads a query.
   * @param {string} text
   * @returns {Promise<{terms: Term[], unknown: string[]}>} The terms, and those that are not understood.
   */
  async read(text) {
    /** @type {Term[]} */
    const terms = [];
    const unknown = [];
    for (const source of text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []) {
      const negated = source.length > 1 && source.startsWith("-");
      const body = (negated ? source.slice(1) : source).replaceAll('"', "");
      const test = await this.test(body);
      if (test) terms.push({ ...test, negated, source });
      else unknown.push(source);
    }
    return { terms, unknown };
  }

  /**
   * @param {string} body
   * @returns {Promise<Omit<Term, "negated" | "source"> | null>}
   */
  async test(body) {
    const colon = body.indexOf(":");
    const key = colon < 0 ? "" : body.slice(0, colon).toLowerCase();
    const value = body.slice(colon + 1);
    if (key === "is") return this.is(value.toLowerCase());
    if (key === "place") return this.place(value);
    if (key === "flag") return this.flag(value);
    if (key === "payload") return { payload: value };
    if (key === "like") return this.like(value);
    if (key in COUNTED) return this.count(COUNTED[key], value);
    if (colon >= 0) return this.column(body);
    return this.word(body);
  }

  /** @param {string} value */
  is(value) {
    const { departures } = this.data.numbers;
    switch (value) {
      case "split":
        return { vector: (/** @type {string} */ v) => holds(v, "al") && v.includes("r") };
      case "gap":
        return { vector: (/** @type {string} */ v) => v.includes("s") && holds(v, "alr") };
      case "contradiction":
        return { vector: (/** @type {string} */ v) => this.readings.some(
          ([declared, documented]) => v[declared] === "r" && v[documented] === "a") };
      case "refinement":
        return { vector: (/** @type {string} */ v) => this.readings.some(
          ([declared, documented]) => v[declared] === "a" && v[documented] === "r") };
      case "loss":
        return { vector: (/** @type {string} */ v) => v.includes("l") };
      case "error":
        return { vector: (/** @type {string} */ v) => holds(v, "ect") };
      case "departure":
        return { row: (/** @type {number} */ row) => departures[row] > 0 };
      case "minimal":
        return { row: (/** @type {number} */ row) => this.minimal.has(row) };
      default:
        return null;
    }
  }

  /** @param {string} value */
  place(value) {
    const { places } = this.data.index;
    const placeOf = this.data.numbers.place;
    const wanted = value === "/" || value === "" ? "" : value.startsWith("/") ? value : `/${value}`;
    const inside = places.map((place) =>
      wanted === "" ? place === "" : place === wanted || place.startsWith(`${wanted}/`));
    return { row: (/** @type {number} */ row) => inside[placeOf[row]] };
  }

  /** @param {string} value */
  flag(value) {
    const { flags } = this.data.index;
    const flagsOf = this.data.numbers.flags;
    const low = value.toLowerCase();
    const has = flags.map((set) => set.toLowerCase().split(" ").includes(low));
    const known = has.some(Boolean) ||
      this.data.model.flags.some((flag) => flag.id.toLowerCase() === low);
    return known ? { row: (/** @type {number} */ row) => has[flagsOf[row]] } : null;
  }

  /** @param {string} id */
  async like(id) {
    const row = await this.data.find(id);
    if (row === undefined) return null;
    const wanted = this.data.vector(row);
    return { vector: (/** @type {string} */ vector) => vector === wanted };
  }

  /** @param {string} letters @param {string} value */
  count(letters, value) {
    const match = /^(>=|<=|>|<|=)?(\d+)$/.exec(value);
    if (!match) return null;
    const limit = Number(match[2]);
    const passes = {
      ">=": (/** @type {number} */ n) => n >= limit,
      "<=": (/** @type {number} */ n) => n <= limit,
      ">": (/** @type {number} */ n) => n > limit,
      "<": (/** @type {number} */ n) => n < limit,
      "=": (/** @type {number} */ n) => n === limit,
    }[match[1] ?? "="];
    if (!passes) return null;
    return { vector: (/** @type {string} */ vector) => {
      let number = 0;
      for (const letter of vector) if (letters.includes(letter)) number += 1;
      return passes(number);
    } };
  }

  /** @param {string} body */
  column(body) {
    const colon = body.lastIndexOf(":");
    const letters = VERDICT_LETTERS[body.slice(colon + 1).toLowerCase()];
    const name = body.slice(0, colon).toLowerCase();
    if (!letters) return null;
    const pattern = new RegExp(
      `^${name.split("*").map((part) => part.replace(/[^\w]/g, "\\$&")).join(".*")}$`);
    /** @type {number[]} */
    const chosen = [];
    this.data.model.columns.forEach((column, number) => {
      const fits = pattern.test(column.id.toLowerCase()) || column.group.toLowerCase() === name;
      if (fits) chosen.push(number);
    });
    if (!chosen.length) return null;
    return { vector: (/** @type {string} */ vector) =>
      chosen.some((number) => letters.includes(vector[number])) };
  }

  /** @param {string} body */
  word(body) {
    return { word: body.toLowerCase() };
  }

  /**
   * Finds the rows with a word in id, title, place or flags.
   * @param {string} word
   */
  async having(word) {
    const { data } = this;
    const found = new Uint8Array(data.index.count);
    await data.eachName((row, id, title) => {
      const text = `${id} ${title} ${data.place(row)} ${data.flags(row)}`.toLowerCase();
      if (text.includes(word)) found[row] = 1;
    });
    return found;
  }

  /**
   * Returns the rows that pass every term, in reading order.
   * @param {Term[]} terms
   * @returns {Promise<Uint32Array>}
   */
  async select(terms) {
    const { index: { vectors }, numbers: { vector }, order } = this.data;
    const passing = vectors.map((one) =>
      terms.every((term) => !term.vector || term.vector(one) !== term.negated));
    /** @type {((row: number) => boolean)[]} */
    const tests = [];
    for (const term of terms) {
      if (term.vector) continue;
      const found = term.row ? null : await this.looked(term);
      const test = term.row ?? ((/** @type {number} */ row) => found?.[row] === 1);
      tests.push((row) => test(row) !== term.negated);
    }
    return order.filter((row) => passing[vector[row]] && tests.every((test) => test(row)));
  }

  /**
   * Looks into all cases for a term, once.
   * @param {Term} term
   */
  async looked({ payload, word }) {
    const key = payload === undefined ? `word:${word}` : `payload:${payload}`;
    const found = this.known.get(key) ??
      (payload === undefined ? await this.having(word ?? "") : await this.data.holding(payload));
    this.known.set(key, found);
    return found;
  }
}
