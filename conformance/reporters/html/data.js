// The page's data: the model and the index are unpacked at once, blocks of cases when wanted.

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
/** @typedef {{title: string, payload: string, why: string[], statements: {at: string, says: string}[]}} Break */
/** @typedef {Omit<Pair, "a" | "b"> & {writer: string, reader: string, breaks: Break[]}} Exchange What one column writes, by its send reading, against what another reads. */
/** @typedef {Pair & {writer: string, reader: string, sent: boolean, breaks: Break[], only: string | null, gap: string | null}} Way What one column writes against what another reads; `sent` if by its send reading. */
/** @typedef {{bug: {words: Record<string, string>, columns: Record<string, {name: string, introduction: string, versioned: string}>}, record: {record: string, title: string | null, tool: string, made: string}, columns: Column[], variants: Variant[], flags: {id: string, kind: string, means: string, effect: string | null, links?: string[]}[], entries: Entry[], fields: Field[], heads: Record<string, string>, families: Record<string, string[]>, pairs: Pair[], exchanges: Exchange[]}} Model */
/** @typedef {{ids: string[], titles: string[], places: string[], placeOf: number[], vectors: string[], vectorOf: number[], flags: string[], flagsOf: number[], departures: Record<string, number[]>, minimal: number[], order: number[], textStarts: number[], detailStarts: number[]}} Index */
/** @typedef {{rev?: number, why?: string, file?: string, expect?: {verdict: string, level: string | null, choices: Record<string, string>, because: string | null}, cites?: string[], near?: string, direction?: string, origin?: Record<string, unknown>, notes?: Record<string, string>, reasons?: Record<string, Reason[]>, twin?: string}} Detail */
/** @typedef {string | {base64: string}} CaseText */

/**
 * Unpacks a block: JSON, gzipped, in base64.
 * @param {string} id The element that holds it.
 * @returns {Promise<any>}
 */
async function unpack(id) {
  const coded = atob(byId(id).textContent ?? "");
  const bytes = new Uint8Array(coded.length);
  for (let at = 0; at < coded.length; at += 1) bytes[at] = coded.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
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

/** Everything that the parts of the page ask for. */
class Data {
  /**
   * @param {Model} model
   * @param {Index} index
   */
  constructor(model, index) {
    this.model = model;
    this.index = index;
    /** @type {Map<string, number> | null} */
    this.rowById = null;
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
   * Finds a case by its id as it stands in links.
   * @param {string} id
   * @returns {number | undefined}
   */
  rowOf(id) {
    this.rowById ??= new Map(this.index.ids.map((known, number) => [visible(known), number]));
    return this.rowById.get(id);
  }

  /** @returns {Promise<Data>} */
  static async load() {
    const [model, index] = await Promise.all([unpack("pack-model"), unpack("pack-index")]);
    return new Data(model, index);
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
    const { textStarts, ids } = this.index;
    const found = new Uint8Array(ids.length);
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
    return this.index.vectors[this.index.vectorOf[row]];
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
