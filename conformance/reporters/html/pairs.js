// The grid of who accepts what: a cell opens the relation of its two columns.

const RELATIONS = /** @type {Record<string, (a: string, b: string) => string>} */ ({
  equal: (a, b) => `${a} and ${b} give every value the same verdict`,
  agree: (a, b) => `${a} and ${b} never contradict each other; where one decides, the other may be silent`,
  within: (a, b) => `${b} rejects nothing that ${a} accepts, but ${a} rejects some of what ${b} accepts`,
  contains: (a, b) => `${a} rejects nothing that ${b} accepts, but ${b} rejects some of what ${a} accepts`,
  disjoint: (a, b) => `${a} and ${b} accept nothing in common`,
  overlap: (a, b) => `Each of ${a} and ${b} accepts something that the other rejects`,
  unknown: (a, b) => `The relation of ${a} and ${b} is not known`,
});

/** The same of what the one writes, by its send reading, and the other reads. */
const SENT = /** @type {Record<string, (writes: string, reads: string) => string>} */ ({
  equal: (writes, reads) => `${reads} reads just what ${writes} writes`,
  agree: (writes, reads) => `${reads} rejects nothing that ${writes} writes; something is left open`,
  within: (writes, reads) => `${reads} rejects nothing that ${writes} writes, and reads more`,
  contains: (writes, reads) => `${reads} rejects some of what ${writes} writes`,
  disjoint: (writes, reads) => `${reads} reads nothing that ${writes} writes`,
  overlap: (writes, reads) => `${reads} rejects some of what ${writes} writes`,
  unknown: (writes, reads) => `Whether ${reads} reads what ${writes} writes is not known`,
});

/** The tab of the grid. */
class Pairs {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.panel = byId("pair-panel");
    this.table = /** @type {HTMLTableElement} */ (byId("reads-grid"));
    this.columnOf = new Map(data.model.columns.map((column) => [visible(column.id), column]));
    /** @type {string[]} The group of each column, as it stands on the page. */
    this.groups = Array.from(this.table.tHead?.rows[0].cells ?? []).slice(1)
      .map((head) => head.dataset.group ?? "");
    this.ids = [...new Set(this.groups)];
    const described = new Set(data.model.columns.filter(({ reading }) => reading)
      .map(({ group }) => visible(group)));
    /** Programs are away at first, where there are descriptions to show. */
    this.usual = new Set(this.ids.some((id) => described.has(id))
      ? this.ids.filter((id) => !described.has(id)) : []);
    /** @type {Set<string>} */
    this.away = new Set();
    this.chosen = "";
    this.chips = make("div", { class: "chips groups", role: "group", "aria-label": "Groups of columns" });
    this.empty = make("p", { class: "empty", hidden: true }, "No group is chosen.");
    if (!this.table.tBodies[0]?.rows.length) return;
    this.build();
    this.roving = roving(this.table, (cell) => {
      if (cell.dataset.pair) this.go(cell.dataset.pair.replace("\n", "~"), this.away);
    });
  }

  build() {
    for (const head of this.table.querySelectorAll("th")) {
      const name = head.querySelector(".upright, .named") ?? head;
      const label = name.textContent ?? "";
      const column = this.columnOf.get(head.dataset.column ?? "");
      if (column) head.title = columnWords(column);
      name.replaceChildren();
      fill(name, nameLines(label));
    }
    for (const id of this.ids) {
      const size = this.groups.filter((group) => group === id).length;
      this.chips.append(button(`${id} ${size}`, () => this.toggle(id), { "data-group": id,
        title: counted(size, "column", "columns") }));
    }
    if (this.ids.length > 1) this.table.closest(".split")?.before(this.chips);
    this.table.parentElement?.before(this.empty);
  }

  /**
   * @param {string} pair
   * @param {Set<string>} away
   */
  go(pair, away) {
    go("reads", { pair, ...sayAway(this.ids, away, this.usual) });
  }

  /**
   * Shows a group, or puts it away; a pair of it that is open is closed.
   * @param {string} id
   */
  toggle(id) {
    const away = toggled(this.away, id);
    const pair = here().values.get("pair") ?? "";
    this.go(this.groupsOf(pair).some((group) => away.has(group)) ? "" : pair, away);
  }

  /** @param {string} pair */
  groupsOf(pair) {
    return pair.split("~").map((name) => visible(this.columnOf.get(name)?.group ?? ""));
  }

  /**
   * Puts these groups' rows and columns away and shows the others.
   * @param {Set<string>} away
   */
  fold(away) {
    this.away = away;
    const put = (/** @type {Element} */ element, /** @type {boolean} */ on) => element.classList.toggle("away", on);
    for (const row of this.table.tBodies[0].rows) put(row, away.has(row.dataset.group ?? ""));
    for (const row of this.table.rows) {
      Array.from(row.cells).slice(1).forEach((cell, number) => put(cell, away.has(this.groups[number])));
    }
    for (const chip of this.chips.querySelectorAll("button")) {
      chip.setAttribute("aria-pressed", String(!away.has(chip.dataset.group ?? "")));
    }
    const none = this.ids.length > 0 && away.size === this.ids.length;
    this.empty.hidden = !none;
    this.table.parentElement?.classList.toggle("away", none);
    this.roving?.renew();
  }

  /** @param {URLSearchParams} values */
  show(values) {
    const chosen = values.get("pair") ?? "";
    const away = awayIn(this.ids, values, this.usual);
    for (const group of this.groupsOf(chosen)) away.delete(group);
    this.fold(away);
    /** @type {Element | null} */
    let selected = null;
    for (const cell of this.table.querySelectorAll("td[data-pair]")) {
      const on = cell.getAttribute("data-pair")?.replace("\n", "~") === chosen;
      cell.setAttribute("aria-selected", String(on));
      if (on) selected = cell;
    }
    const [writer, reader] = chosen.split("~");
    const found = this.way(writer, reader);
    const moved = chosen !== this.chosen;
    this.chosen = chosen;
    this.panel.hidden = !found;
    this.panel.replaceChildren();
    if (!found) return;
    fill(this.panel, this.view(found));
    // The panel has taken room from the grid.
    if (moved) selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
    enter(this.panel);
  }

  /**
   * Finds what is known of one column's writing and another's reading: of what it writes, if its
   * send reading is known; else of what it reads.
   * @param {string} writer
   * @param {string} reader
   * @returns {Way | null}
   */
  way(writer, reader) {
    const { exchanges, pairs } = this.data.model;
    const sent = exchanges.find((one) => one.writer === writer && one.reader === reader);
    if (sent) return { ...sent, a: writer, b: reader, sent: true, only: sent.only_a, gap: sent.gap_a };
    const pair = pairs.find(({ a, b }) => (a === writer && b === reader) || (b === writer && a === reader));
    if (!pair) return null;
    const turned = pair.a !== writer;
    return { ...pair, writer, reader, sent: false, breaks: [],
      only: turned ? pair.only_b : pair.only_a, gap: turned ? pair.gap_b : pair.gap_a };
  }

  /** @param {Way} way */
  view(way) {
    const { writer, reader, sent, breaks } = way;
    const named = (/** @type {string} */ id) => this.data.columnOf.get(id)?.name ?? id;
    const [writes, reads] = [writer, reader].map(named);
    const sentence = sent ? SENT[way.relation](writes, reads) : RELATIONS[way.relation](named(way.a), named(way.b));
    const proof = way.proven ? "Proven." : `Tested only: ${way.why_not.join("; ") || "not proven"}.`;
    const back = writer === reader ? null : this.way(reader, writer)?.only ?? null;
    const may = sent ? "writes this" : "may send this";
    return [
      make("div", { class: "detail-head" }, make("h3", {}, `${writes} writes, ${reads} reads`),
        button("Close", () => this.close())),
      make("p", { class: "quiet" }, sent
        ? `What ${writes} writes is its send reading; what ${reads} reads is its receive reading.`
        : `${writes} has no send reading: what it reads stands for what it writes.`),
      make("p", {}, `${sentence}. `, make("b", {}, proof)),
      ...(breaks.length ? this.rejected(way, writes, reads)
        : this.witness(`${writes} ${may}, ${reads} rejects it`, "reject", way.only)),
      ...(sent ? [] : this.findings(writer, reader)),
      ...this.witness(`${writes} ${may}, ${reads} does not say`, "silent", way.gap),
      ...this.witness(sent ? `${writes} writes this, ${reads} accepts it` : `Both accept this`, "accept", way.both),
      ...this.witness(`The other way round: ${reads} may send this, ${writes} rejects it`, "reject", back),
      make("div", { class: "actions" },
        writer !== reader && [writer, reader].every((name) => this.data.columnOf.get(name)?.reading) &&
          make("a", { href: address(fragment("sides", [["a", writer], ["b", reader]])) }, "Compare their schemas"),
        make("a", { href: address(fragment("matrix", [["q", `${writer}:accept ${reader}:reject`]])) },
          "The cases in the matrix"),
        ...[...new Set([writer, reader])].map((id) => columnLink(id, named(id))),
        button("Copy link", () => copy(address(fragment("reads", [["pair", `${writer}~${reader}`]])), "link"))),
    ];
  }

  /**
   * Makes the list of what the reader rejects, the most important first.
   * @param {Way} way
   * @param {string} writes
   * @param {string} reads
   * @returns {Child[]}
   */
  rejected({ breaks }, writes, reads) {
    const items = breaks.map(({ title, payload, why, statements }) => make("li", {},
      make("h5", {}, ...phraseNodes(title)), payloadBox(payload, null),
      ...why.map((words) => make("p", {}, words)),
      statements.length > 0 && make("ul", { class: "statements" }, ...statements.map(({ at, says }) =>
        make("li", {}, ...phraseNodes(says), " ", make("cite", {}, at)))),
      make("div", { class: "actions" }, button("Copy payload", () => copy(copyable(payload), "payload")))));
    return [make("h4", {}, glyph(VERDICT_LETTERS.reject[0]),
      ` ${writes} writes this, ${reads} rejects it`), shortList("breaks", items, FIRST_OF_EACH)];
  }

  /**
   * Makes links to the findings in which the one column accepts what the other rejects.
   * @param {string} writer
   * @param {string} reader
   * @returns {Child[]}
   */
  findings(writer, reader) {
    const items = this.data.model.entries.flatMap(({ title, stances, members }) =>
      stances.accept.includes(writer) && stances.reject.includes(reader)
        ? [make("li", {}, make("a", { href: address(fragment("findings", [["id", members[0].id]])) },
          ...phraseNodes(title)))] : []);
    return items.length ? [make("h4", {}, "The findings behind it, the most important first"),
      shortList("finding-links", items, FIRST_OF_EACH)] : [];
  }

  /** @param {string} words @param {string} verdict @param {string | null} text @returns {Node[]} */
  witness(words, verdict, text) {
    if (text === null) return [];
    const letter = VERDICT_LETTERS[verdict][0];
    return [make("h4", {}, glyph(letter), ` ${words}`), payloadBox(text, null),
      make("div", { class: "actions" }, button("Copy payload", () => copy(copyable(text), "payload")))];
  }

  close() {
    const cell = this.table.querySelector('td[aria-selected="true"]');
    this.go("", this.away);
    this.roving?.focus(cell);
  }
}
