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
      const name = head.querySelector(".upright") ?? head;
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
    const found = this.data.model.pairs.find(({ a, b }) =>
      (a === writer && b === reader) || (b === writer && a === reader));
    const moved = chosen !== this.chosen;
    this.chosen = chosen;
    this.panel.hidden = !found;
    this.panel.replaceChildren();
    if (!found) return;
    fill(this.panel, this.view(found, writer, reader));
    // The panel has taken room from the grid.
    if (moved) selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
    enter(this.panel);
  }

  /** @param {Pair} pair @param {string} writer @param {string} reader */
  view(pair, writer, reader) {
    const turned = pair.a !== writer;
    const named = (/** @type {string} */ id) => this.data.columnOf.get(id)?.name ?? id;
    const [writes, reads] = [writer, reader].map(named);
    const sentence = RELATIONS[pair.relation](named(pair.a), named(pair.b));
    const proof = pair.proven ? "Proven." : `Tested only: ${pair.why_not.join("; ") || "not proven"}.`;
    const only = turned ? pair.only_b : pair.only_a;
    const gap = turned ? pair.gap_b : pair.gap_a;
    const back = turned ? pair.only_a : pair.only_b;
    return [
      make("div", { class: "detail-head" }, make("h3", {}, `${writes} writes, ${reads} reads`),
        button("Close", () => this.close())),
      make("p", {}, `${sentence}. `, make("b", {}, proof)),
      ...this.witness(`${writes} may send this, ${reads} rejects it`, "reject", only),
      ...this.witness(`${writes} may send this, ${reads} does not say`, "silent", gap),
      ...this.witness(`Both accept this`, "accept", pair.both),
      ...this.witness(`The other way round: ${reads} may send this, ${writes} rejects it`, "reject", back),
      make("div", { class: "actions" },
        [writer, reader].every((name) => this.data.columnOf.get(name)?.reading) &&
          make("a", { href: fragment("sides", [["a", writer], ["b", reader]]) }, "Compare their schemas"),
        make("a", { href: fragment("matrix", [["q", `${writer}:accept ${reader}:reject`]]) },
          "The cases in the matrix"),
        button("Copy link", () => copy(address(fragment("reads", [["pair", `${writer}~${reader}`]])), "link"))),
    ];
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
