// The page's data: the model, the index and the numbers are unpacked at once, blocks of cases when
// wanted.

/** @typedef {{instance: string, keyword: string, file: string, schema: string, property: string | null, claims: string[], message: string}} Reason */
/** @typedef {{id: string, name: string, group: string, reading: string | null, variant: string | null, judge: string, subject: {name: string, version: string, language: string, date: string | null} | null, not_run: string | null, lenient?: true}} Column */
/** @typedef {{id: string, at: string, says: string, strength: string, keywords: string[], no_effect: string | null}} Claim */
/** @typedef {{id: string, title: string, component: string | null, as_of: string | null, source: {project: string, version: string, document: string} | null, claims: Claim[], schemas: Record<string, string>, readings: Record<string, string>}} Variant */
/** @typedef {{id: string, title: string, payload: string | null, twin: string | null, cases: string[]}} Member */
/** @typedef {"accept" | "reject" | "silent" | "lossy"} Side */
/** @typedef {{anchor: string, label: string, state: "conflict" | "gap" | "programs" | "agreed", verdicts: string, findings: string[], depends: string[]}} FieldRow The verdicts are one letter a column, a dot where it was not asked. */
/** @typedef {{place: string, path: string, claims: string[], rows: FieldRow[]}} Field */
/** @typedef {{kinds: string[], because: string[], title: string, effects: string[], skew: string | null, stances: Record<Side, string[]>, claims: string[], members: Member[]}} Entry */
/** @typedef {{a: string, b: string, relation: string, proven: boolean, why_not: string[], both: string | null, only_a: string | null, only_b: string | null, gap_a: string | null, gap_b: string | null}} Pair */
/** @typedef {{count: number, places: string[], placeRanks: number[], vectors: string[], flags: string[], departures: number[][], minimal: number[], nameStarts: number[], textStarts: number[], detailStarts: number[]}} Index */
/** @typedef {{place: Uint32Array, vector: Uint32Array, flags: Uint32Array, departures: Uint32Array}} Numbers One number a case. */
/** @typedef {{id: string, title: string}} Name */
/** @typedef {{title: string, payload: string, why: string[], statements: {at: string, says: string}[]}} Break */
/** @typedef {Omit<Pair, "a" | "b"> & {writer: string, reader: string, breaks: Break[]}} Exchange What one column writes, by its send reading, against what another reads. */
/** @typedef {Pair & {writer: string, reader: string, sent: boolean, breaks: Break[], only: string | null, gap: string | null}} Way What one column writes against what another reads; `sent` if by its send reading. */
/** @typedef {{bug: {words: Record<string, string>, columns: Record<string, {name: string, introduction: string, versioned: string}>}, record: {record: string, title: string | null, tool: string, made: string}, columns: Column[], variants: Variant[], flags: {id: string, kind: string, means: string, effect: string | null, links?: string[]}[], entries: Entry[], fields: Field[], heads: Record<string, string>, families: Record<string, string[]>, pairs: Pair[], exchanges: Exchange[]}} Model */
/** @typedef {{rev?: number, why?: string, file?: string, expect?: {verdict: string, level: string | null, choices: Record<string, string>, because: string | null}, cites?: string[], near?: string, direction?: string, origin?: Record<string, unknown>, notes?: Record<string, string>, reasons?: Record<string, Reason[]>, twin?: string}} Detail */
/** @typedef {string | {base64: string}} CaseText */

/**
 * Unpacks numbers of 32 bits, the lowest byte first.
 * @param {string} id
 * @returns {Promise<Uint32Array>}
 */
async function unpackNumbers(id) {
  return new Uint32Array(await unpacked(id).arrayBuffer());
}

/**
 * Returns all cases in reading order: by their places, then as they came.
 * @param {Index} index
 * @param {Numbers} numbers
 */
function orderOf({ count, placeRanks }, { place }) {
  const starts = new Uint32Array(placeRanks.length + 1);
  for (let row = 0; row < count; row += 1) starts[placeRanks[place[row]] + 1] += 1;
  for (let rank = 1; rank < starts.length; rank += 1) starts[rank] += starts[rank - 1];
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) {
    const rank = placeRanks[place[row]];
    order[starts[rank]] = row;
    starts[rank] += 1;
  }
  return order;
}

/** The last block number whose entries start at or before a number. */
const blockOf = (/** @type {number[]} */ starts, /** @type {number} */ number) => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= number) low = middle;
    else high = middle - 1;
  }
  return low;
};

const BLOCKS_KEPT = 8;
/** If there are no more blocks of names than this, all are at hand from the start. */
const NAMES_KEPT = 64;

/** Everything that the parts of the page ask for. */
class Data {
  /**
   * @param {Model} model
   * @param {Index} index
   * @param {Numbers} numbers
   */
  constructor(model, index, numbers) {
    this.model = model;
    this.index = index;
    this.numbers = numbers;
    this.order = orderOf(index, numbers);
    /** @type {Map<number, [string, string][]>} The blocks of names that are at hand. */
    this.names = new Map();
    /** @type {Map<number, Promise<void>>} The blocks of names that are being unpacked. */
    this.coming = new Map();
    /** @type {Map<string, number>} Cases that were looked for, by their ids as in links. */
    this.found = new Map();
    /** @type {Map<string, Column>} */
    this.columnOf = new Map(model.columns.map((column) => [column.id, column]));
    /** @type {Map<string, Variant>} */
    this.variantOf = new Map(model.variants.map((variant) => [variant.id, variant]));
    /** @type {Map<string, Promise<any>>} */
    this.blocks = new Map();
    /** @type {Map<string, [number, number]>} The entry and the member in it, by the finding's id. */
    this.memberOf = new Map(model.entries.flatMap((entry, number) =>
      entry.members.map((member, index) => [visible(member.id), [number, index]])));
  }

  /**
   * Returns what a column, or a variant, is called.
   * @param {string} id
   */
  nameOf(id) {
    return this.columnOf.get(id)?.name ?? this.model.heads[id] ?? id;
  }

  /**
   * Returns the id and the title of a case, or null while they are not at hand; see `fetchNames`.
   * @param {number} row
   * @returns {Name | null}
   */
  name(row) {
    const block = blockOf(this.index.nameStarts, row);
    const found = this.names.get(block)?.[row - this.index.nameStarts[block]];
    return found ? { id: found[0], title: found[1] } : null;
  }

  /**
   * Brings the names of the cases of a block to hand.
   * @param {number} row A case of the block.
   */
  fetchNames(row) {
    const block = blockOf(this.index.nameStarts, row);
    if (this.names.has(block)) return Promise.resolve();
    const coming = this.coming.get(block) ?? this.takeNames(block);
    this.coming.set(block, coming);
    return coming;
  }

  /** @param {number} block */
  async takeNames(block) {
    const names = await unpack(`pack-name-${block}`);
    for (const old of this.names.keys()) {
      if (this.names.size < NAMES_KEPT) break;
      this.names.delete(old);
    }
    this.names.set(block, names);
    this.coming.delete(block);
  }

  /**
   * Goes through the ids and titles of all cases; those of many cases are not kept.
   * @param {(row: number, id: string, title: string) => boolean | void} see Ends it with true.
   */
  async eachName(see) {
    const { nameStarts } = this.index;
    for (let block = 0; block < nameStarts.length; block += 1) {
      /** @type {[string, string][]} */
      const names = this.names.get(block) ?? await unpack(`pack-name-${block}`);
      if (this.names.size < NAMES_KEPT) this.names.set(block, names);
      for (let at = 0; at < names.length; at += 1) {
        if (see(nameStarts[block] + at, names[at][0], names[at][1])) return;
      }
    }
  }

  /**
   * Finds a case by its id as it is in links.
   * @param {string} id
   * @returns {Promise<number | undefined>}
   */
  async find(id) {
    if (id && !this.found.has(id)) {
      await this.eachName((row, known) => {
        if (visible(known) !== id) return false;
        this.found.set(id, row);
        return true;
      });
    }
    return this.found.get(id);
  }

  /** @returns {Promise<Data>} */
  static async load() {
    const [model, index, place, vector, flags, departures] = await Promise.all([
      unpack("pack-model"), unpack("pack-index"),
      ...["place", "vector", "flags", "departures"].map((of) => unpackNumbers(`pack-of-${of}`)),
    ]);
    const data = new Data(model, index, { place, vector, flags, departures });
    if (index.nameStarts.length <= NAMES_KEPT) await data.eachName(() => false);
    return data;
  }

  /**
   * @param {string} id
   * @returns {Promise<any>}
   */
  block(id) {
    const found = this.blocks.get(id) ?? unpack(id);
    // Put last again, so that the first one is the one that was not wanted for longest.
    this.blocks.delete(id);
    this.blocks.set(id, found);
    for (const old of this.blocks.keys()) {
      if (this.blocks.size <= BLOCKS_KEPT) break;
      this.blocks.delete(old);
    }
    return found;
  }

  /**
   * @param {number} row
   * @returns {Promise<CaseText>}
   */
  async text(row) {
    const block = blockOf(this.index.textStarts, row);
    return (await this.block(`pack-text-${block}`))[row - this.index.textStarts[block]];
  }

  /**
   * @param {number} row
   * @returns {Promise<Detail>}
   */
  async detail(row) {
    const block = blockOf(this.index.detailStarts, row);
    return (await this.block(`pack-detail-${block}`))[row - this.index.detailStarts[block]];
  }

  /**
   * Finds the rows whose input holds a text; goes through all blocks, keeping none.
   * @param {string} wanted
   * @returns {Promise<Uint8Array>} One entry a row, 1 where it does.
   */
  async holding(wanted) {
    const { textStarts, count } = this.index;
    const found = new Uint8Array(count);
    const low = wanted.toLowerCase();
    for (let block = 0; block < textStarts.length; block += 1) {
      /** @type {CaseText[]} */
      const texts = await unpack(`pack-text-${block}`);
      texts.forEach((text, number) => {
        if (typeof text === "string" && text.toLowerCase().includes(low)) {
          found[textStarts[block] + number] = 1;
        }
      });
    }
    return found;
  }

  /**
   * @param {number} row
   * @returns {string}
   */
  vector(row) {
    return this.index.vectors[this.numbers.vector[row]];
  }

  /**
   * Returns the numbers of the columns that depart from what is expected of a case.
   * @param {number} row
   */
  departures(row) {
    return this.index.departures[this.numbers.departures[row]];
  }

  /** @param {number} row */
  place(row) {
    return this.index.places[this.numbers.place[row]];
  }

  /** @param {number} row */
  flags(row) {
    return this.index.flags[this.numbers.flags[row]];
  }

  /**
   * @param {string} variant
   * @param {string} id
   * @returns {Claim | undefined}
   */
  claim(variant, id) {
    return this.variantOf.get(variant)?.claims.find((claim) => claim.id === id);
  }
}
