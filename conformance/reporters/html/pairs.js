// The grid of who can read whom: a cell opens what lies between its two columns.

const RELATIONS = /** @type {Record<string, (a: string, b: string) => string>} */ ({
  equal: (a, b) => `${a} and ${b} give every value the same verdict`,
  agree: (a, b) => `${a} and ${b} never contradict each other; where one decides, the other may be silent`,
  within: (a, b) => `${b} refuses nothing that ${a} accepts, but ${a} refuses some of what ${b} accepts`,
  contains: (a, b) => `${a} refuses nothing that ${b} accepts, but ${b} refuses some of what ${a} accepts`,
  disjoint: (a, b) => `${a} and ${b} accept nothing in common`,
  overlap: (a, b) => `each of ${a} and ${b} accepts something that the other refuses`,
  unknown: (a, b) => `how ${a} and ${b} lie to each other is not known`,
});

/** The tab of the grid. */
class Pairs {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.panel = byId("pair-panel");
    this.table = /** @type {HTMLTableElement} */ (byId("reads-grid"));
    if (!this.table.tBodies[0]?.rows.length) return;
    roving(this.table, (cell) => {
      if (cell.dataset.pair) go("reads", { pair: cell.dataset.pair.replace("\n", "~") });
    });
  }

  /** @param {URLSearchParams} values */
  show(values) {
    const chosen = values.get("pair") ?? "";
    for (const cell of this.table.querySelectorAll("td[data-pair]")) {
      const name = cell.getAttribute("data-pair")?.replace("\n", "~");
      cell.setAttribute("aria-selected", String(name === chosen));
    }
    const [writer, reader] = chosen.split("~");
    const found = this.data.model.pairs.find(({ a, b }) =>
      (a === writer && b === reader) || (b === writer && a === reader));
    this.panel.hidden = !found;
    this.panel.replaceChildren();
    if (!found) return;
    fill(this.panel, this.view(found, writer, reader));
    enter(this.panel);
  }

  /** @param {Pair} pair @param {string} writer @param {string} reader */
  view(pair, writer, reader) {
    const turned = pair.a !== writer;
    const sentence = RELATIONS[pair.relation](pair.a, pair.b);
    const proof = pair.proven ? "Proven." : `Tested only: ${pair.why_not.join("; ") || "not proven"}.`;
    const only = turned ? pair.only_b : pair.only_a;
    const gap = turned ? pair.gap_b : pair.gap_a;
    const back = turned ? pair.only_a : pair.only_b;
    return [
      make("div", { class: "detail-head" }, make("h3", {}, `${writer} writes, ${reader} reads`),
        button("Close", () => this.close())),
      make("p", {}, `${sentence[0].toUpperCase()}${sentence.slice(1)}. `, make("b", {}, proof)),
      ...this.witness(`${writer} may send this, ${reader} refuses it`, "reject", only),
      ...this.witness(`${writer} may send this, ${reader} does not say`, "silent", gap),
      ...this.witness(`Both accept this`, "accept", pair.both),
      ...this.witness(`The other way round: ${reader} may send this, ${writer} refuses it`, "reject", back),
      make("div", { class: "actions" },
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
    go("reads", { pair: "" });
    if (cell instanceof HTMLElement) cell.focus();
  }
}
