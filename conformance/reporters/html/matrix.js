// The matrix: a window of rows over all cases, the query above it, the opened case beside it.

const ROW_HEIGHT = 32;
const MARGIN = 6;
const CHIPS = [
  ["Disagreements", "is:split"],
  ["Gaps", "is:gap"],
  ["Contradictions", "is:contradiction"],
  ["Departures", "is:departure"],
  ["Trouble", "is:error"],
  ["Tell all apart", "is:minimal"],
];

/** The matrix tab. */
class Matrix {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.query = new Query(data);
    /** @type {number[]} Rows of the window: a case's number, or -1 - the number of a place. */
    this.lines = [];
    /** @type {Map<number, number>} When folded: case -> how many have its vector. */
    this.alike = new Map();
    this.asked = "";
    this.folded = false;
    this.opened = "";
    /** @type {number | undefined} The row of the opened case. */
    this.openRow = undefined;
    this.at = { row: 0, column: 0 };
    this.turn = 0;
    this.waiting = false;
    /** @type {Map<string, HTMLTableRowElement>} The rows on the page, by all that they depend on. */
    this.drawn = new Map();
    this.input = make("input", {
      type: "search", id: "query", spellcheck: "false", autocomplete: "off",
      placeholder: "words, COLUMN:reject, is:split, place:/…", "aria-label": "Query",
      "aria-describedby": "query-notes",
    });
    this.chips = make("div", { class: "chips", role: "group", "aria-label": "Common queries" });
    this.notes = make("div", { class: "query-notes", id: "query-notes", role: "status" });
    this.above = make("tbody", { "aria-hidden": "true" });
    this.body = make("tbody", {});
    this.below = make("tbody", { "aria-hidden": "true" });
    this.heads = new Heads(data.model.columns, (folded) => this.hide(folded), (column) => {
      this.at.column = this.heads.slotOf(column) + 1;
      this.focus();
    });
    this.table = make("table", { class: "matrix", role: "grid", "aria-labelledby": "matrix-heading" },
      this.heads.widths, this.heads.head, this.above, this.body, this.below);
    this.frame = make("div", { class: "window" }, this.table);
    this.empty = make("p", { class: "empty", hidden: true }, "No case fits the query.");
    this.panel = make("aside", { class: "detail", tabindex: -1, "aria-label": "The case", hidden: true });
    /** @type {Map<string, HTMLTableCellElement>} The cells to copy, by the verdicts that they show. */
    this.cells = new Map();
    this.build();
    this.listen();
  }

  build() {
    this.fold = button("Fold alike", () => go("matrix", { fold: this.folded ? "" : "1" }),
      { "aria-pressed": "false", title: "One row for all cases with the same verdicts" });
    for (const [label, term] of CHIPS) {
      this.chips.append(button(label, () => this.toggle(term), { "aria-pressed": "false", "data-term": term }));
    }
    this.chips.append(this.fold);
    const { foldable } = this.heads;
    this.foldAll = button("Fold groups",
      () => this.hide(new Set(this.heads.folded.size < foldable.length ? foldable : [])),
      { "aria-pressed": "false", title: "One column for each group of columns" });
    if (foldable.length > 1) this.chips.append(this.foldAll);
    this.shape();
    byId("matrix-app").append(
      make("div", { class: "query" }, this.input, this.chips), this.notes,
      make("div", { class: "split" }, make("div", {}, this.frame, this.empty), this.panel));
  }

  listen() {
    this.frame.addEventListener("scroll", () => this.repaint());
    this.input.addEventListener("input", () => go("matrix", { q: this.input.value }, "replace"));
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.focus();
      }
    });
    this.table.addEventListener("keydown", (event) => this.press(event));
    this.table.addEventListener("click", (event) => {
      const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
      const line = Number(cell?.parentElement?.dataset.line ?? -1);
      if (!(cell instanceof HTMLTableCellElement) || line < 0 || this.lines[line] < 0) return;
      this.at = { row: line, column: cell.cellIndex };
      this.open(this.lines[line]);
      this.focus();
    });
    new ResizeObserver(() => this.repaint()).observe(this.frame);
  }

  /** @param {string} term */
  toggle(term) {
    const terms = this.input.value.split(/\s+/).filter(Boolean);
    const next = terms.includes(term) ? terms.filter((other) => other !== term) : [...terms, term];
    go("matrix", { q: next.join(" ") });
  }

  /** @param {Set<string>} folded */
  hide(folded) {
    go("matrix", sayAway(this.heads.foldable, folded, new Set()));
  }

  /** Says on the page how many rows and columns there are now, and how wide they are. */
  shape() {
    const { folded, foldable, rows, slots, width } = this.heads;
    this.table.setAttribute("aria-rowcount", String(this.lines.length + rows));
    this.table.setAttribute("aria-colcount", String(slots.length + 1));
    this.table.style.setProperty("--slots", `${width}rem`);
    this.foldAll?.setAttribute("aria-pressed", String(folded.size === foldable.length));
  }

  /**
   * Follows the address.
   * @param {URLSearchParams} values
   */
  async show(values) {
    const column = this.heads.slots[this.at.column - 1]?.columns[0];
    if (this.heads.show(awayIn(this.heads.foldable, values, new Set()))) {
      this.at.column = column === undefined ? 0 : this.heads.slotOf(column) + 1;
      this.shape();
      this.repaint();
    }
    const asked = values.get("q") ?? "";
    const folded = values.get("fold") === "1";
    if (this.input.value !== asked) this.input.value = asked;
    if (!this.lines.length || asked !== this.asked || folded !== this.folded) {
      this.asked = asked;
      this.folded = folded;
      await this.filter();
    }
    await this.showCase(values.get("case") ?? "");
    this.repaint();
  }

  async filter() {
    const turn = ++this.turn;
    const { terms, unknown } = await this.query.read(this.asked);
    const rows = await this.query.select(terms);
    if (turn !== this.turn) return;
    this.arrange(rows);
    const words = new Set(this.asked.split(/\s+/));
    for (const chip of this.chips.querySelectorAll("button[data-term]")) {
      chip.setAttribute("aria-pressed", String(words.has(chip.getAttribute("data-term") ?? "")));
    }
    this.fold?.setAttribute("aria-pressed", String(this.folded));
    const all = this.data.index.count;
    const count = rows.length === all ? counted(all, "case", "cases")
      : `${rows.length.toLocaleString("en")} of ${counted(all, "case", "cases")}`;
    const patterns = this.folded ? `, ${counted(this.lines.length, "pattern", "patterns")} of verdicts` : "";
    this.notes.replaceChildren();
    fill(this.notes, [make("span", {}, count + patterns),
      unknown.length > 0 && make("span", { class: "unknown-terms" },
        `Not understood, and left out: ${unknown.join(", ")}. Press ? for what can be asked.`)]);
    this.empty.hidden = rows.length > 0;
    this.frame.hidden = rows.length === 0;
    this.shape();
    this.at = { row: Math.max(0, this.lines.findIndex((line) => line >= 0)), column: 0 };
    this.frame.scrollTop = 0;
    this.repaint();
  }

  /** @param {Uint32Array} rows */
  arrange(rows) {
    const { vector: vectorOf, place: placeOf } = this.data.numbers;
    this.alike.clear();
    this.lines = [];
    if (this.folded) {
      /** @type {Map<number, number>} */
      const firsts = new Map();
      for (const row of rows) {
        const first = firsts.get(vectorOf[row]) ?? row;
        if (first === row) {
          firsts.set(vectorOf[row], row);
          this.lines.push(row);
        }
        this.alike.set(first, (this.alike.get(first) ?? 0) + 1);
      }
      return;
    }
    let place = -1;
    for (const row of rows) {
      if (placeOf[row] !== place) {
        place = placeOf[row];
        this.lines.push(-1 - place);
      }
      this.lines.push(row);
    }
  }

  /** Draws with the next frame, however often it is asked for until then. */
  repaint() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => this.paint());
  }

  /** Draws the rows that are in sight, and a few around them. */
  paint() {
    this.waiting = false;
    const height = this.frame.clientHeight;
    if (!height) return;
    const held = this.body.contains(document.activeElement);
    const top = this.frame.scrollTop / ROW_HEIGHT;
    const first = Math.max(0, Math.floor(top) - MARGIN);
    const last = Math.min(this.lines.length, first + Math.ceil(height / ROW_HEIGHT) + 2 * MARGIN);
    /** @type {Map<string, HTMLTableRowElement>} */
    const drawn = new Map();
    for (let line = first; line < last; line += 1) {
      const key = this.key(line);
      drawn.set(key, this.drawn.get(key) ?? this.line(line));
    }
    const same = drawn.size === this.drawn.size && [...drawn.keys()].every((key) => this.drawn.has(key));
    if (!same) this.body.replaceChildren(...drawn.values());
    this.drawn = drawn;
    this.space(this.above, first * ROW_HEIGHT);
    this.space(this.below, (this.lines.length - last) * ROW_HEIGHT);
    if (held) this.cellAt()?.focus({ preventScroll: true });
  }

  /** How many rows are in sight at once. */
  get inSight() {
    return (this.frame.clientHeight - (this.table.tHead?.offsetHeight ?? 0)) / ROW_HEIGHT;
  }

  /** @param {HTMLTableSectionElement} section @param {number} height */
  space(section, height) {
    const spacer = make("tr", { class: "spacer" });
    spacer.style.height = `${height}px`;
    section.replaceChildren(...(height > 0 ? [spacer] : []));
  }

  /**
   * Returns the name of a case. If it is not at hand, the row is drawn again when it is.
   * @param {number} row
   * @returns {Name}
   */
  name(row) {
    const found = this.data.name(row);
    if (!found) this.data.fetchNames(row).then(() => this.repaint());
    return found ?? { id: "", title: "…" };
  }

  /**
   * Returns all that the look of a row depends on.
   * @param {number} line
   */
  key(line) {
    const row = this.lines[line];
    const column = this.at.row === line ? this.at.column : "";
    const named = row < 0 || this.data.name(row) !== null;
    return `${this.turn} ${this.heads.form} ${line} ${column} ${named} ${row >= 0 && this.isOpen(row)}`;
  }

  /** @param {number} row */
  isOpen(row) {
    return this.opened !== "" && this.openRow === row;
  }

  /** @param {number} line @returns {HTMLTableRowElement} */
  line(line) {
    const row = this.lines[line];
    const { places } = this.data.index;
    const { slots } = this.heads;
    const common = { "aria-rowindex": line + 1 + this.heads.rows, "data-line": line };
    if (row < 0) {
      const place = places[-1 - row];
      return make("tr", { class: "place", ...common }, make("th", { colspan: slots.length + 1,
        role: "gridcell", tabindex: this.at.row === line ? 0 : -1 },
      make("span", {}, place || "The whole record")));
    }
    const departing = this.data.departures(row);
    const { id, title } = this.name(row);
    const selected = this.isOpen(row);
    const more = (this.alike.get(row) ?? 1) - 1;
    const here = this.at.row === line;
    const element = make("tr", { class: "row", "aria-selected": String(selected), ...common },
      make("th", { scope: "row", role: "rowheader", title: id,
        tabindex: here && this.at.column === 0 ? 0 : -1 }, ...phraseNodes(title || id),
      more > 0 && make("span", { class: "folded" }, ` and ${more.toLocaleString("en")} alike`)));
    const vector = this.data.vector(row);
    slots.forEach(({ columns, starts }, number) => {
      const cell = this.cell(columns.map((column) => vector[column]).join(""));
      if (starts) cell.classList.add("starts");
      const departs = columns.filter((column) => departing.includes(column)).length;
      if (departs) {
        const those = columns.length > 1 ? `; ${departs} of them` : ",";
        cell.classList.add("dep");
        cell.setAttribute("aria-label", `${cell.getAttribute("aria-label")}${those} against what is expected`);
        if (cell.title) cell.title = cell.getAttribute("aria-label") ?? "";
      }
      if (here && this.at.column === number + 1) cell.tabIndex = 0;
      element.append(cell);
    });
    return element;
  }

  /**
   * Returns a cell for the verdicts of a column, or of several that are folded into one.
   * @param {string} letters
   */
  cell(letters) {
    const known = this.cells.get(letters) ?? verdictCell(letters);
    this.cells.set(letters, known);
    return /** @type {HTMLTableCellElement} */ (known.cloneNode(true));
  }

  /** @returns {HTMLElement | null} */
  cellAt() {
    const row = this.body.querySelector(`tr[data-line="${this.at.row}"]`);
    if (!(row instanceof HTMLTableRowElement)) return null;
    return row.cells[Math.min(this.at.column, row.cells.length - 1)];
  }

  /** Brings the row that the keys are at into sight, and focuses its cell. */
  focus() {
    this.reveal();
    this.paint();
    this.cellAt()?.focus({ preventScroll: true });
    this.cellAt()?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  reveal() {
    const top = this.frame.scrollTop / ROW_HEIGHT;
    const last = this.inSight - 1;
    if (this.at.row < top) this.frame.scrollTop = this.at.row * ROW_HEIGHT;
    else if (this.at.row > top + last) this.frame.scrollTop = (this.at.row - last) * ROW_HEIGHT;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.target instanceof Node && this.heads.head.contains(event.target)) return;
    if (event.key === "ArrowUp" && this.at.row === 0 && this.heads.enter(this.at.column - 1)) {
      event.preventDefault();
      return;
    }
    const size = { rows: this.lines.length, columns: this.heads.slots.length + 1,
      page: Math.max(1, Math.floor(this.frame.clientHeight / ROW_HEIGHT) - 4) };
    const to = moved(event, this.at, size);
    if (to) {
      event.preventDefault();
      this.at = to;
      this.focus();
      if (this.opened && this.lines[to.row] >= 0 && to.row >= 0) this.open(this.lines[to.row], "replace");
    } else if (event.key === "Enter" && this.lines[this.at.row] >= 0) {
      event.preventDefault();
      this.open(this.lines[this.at.row]);
    }
  }

  /** @param {number} row @param {"push" | "replace"} [how] */
  open(row, how) {
    const name = this.data.name(row);
    if (name) {
      this.data.found.set(visible(name.id), row);
      go("matrix", { case: name.id }, how);
    } else this.data.fetchNames(row).then(() => this.open(row, how));
  }

  /** @param {string} id */
  async showCase(id) {
    if (id === this.opened && (id === "") === this.panel.hidden) return;
    this.opened = id;
    this.openRow = this.data.found.get(id);
    const row = this.openRow ?? await this.data.find(id);
    if (this.opened !== id) return;
    this.openRow = row;
    if (row === undefined) {
      this.panel.hidden = true;
      this.panel.replaceChildren();
      if (id) toast(`There is no case ${id}.`);
      return;
    }
    const [text, detail] = await Promise.all(
      [this.data.text(row), this.data.detail(row), this.data.fetchNames(row)]);
    if (this.opened !== id) return;
    const line = this.lines.indexOf(row);
    if (line >= 0 && line !== this.at.row) {
      this.at = { row: line, column: this.at.column };
      const top = this.frame.scrollTop / ROW_HEIGHT;
      const half = this.frame.clientHeight / ROW_HEIGHT / 2;
      if (line < top || line > top + half) this.frame.scrollTop = (line - half / 2) * ROW_HEIGHT;
    }
    this.panel.replaceChildren(...caseView(this.data, row, this.name(row), text, detail,
      () => this.close()));
    const alike = this.alike.get(row) ?? 1;
    if (alike > 1) {
      this.panel.append(button(`Show the ${alike.toLocaleString("en")} cases with these verdicts`,
        () => go("matrix", { q: `like:${id}`, fold: "" })));
    }
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    enter(this.panel);
    this.repaint();
  }

  close() {
    go("matrix", { case: "" });
    this.focus();
  }

  /**
   * Opens the next or the previous case on which columns disagree.
   * @param {1 | -1} step
   */
  next(step) {
    const split = (/** @type {string} */ vector) => holds(vector, "al") && vector.includes("r");
    const start = this.opened ? this.at.row + step : this.at.row;
    for (let line = start; line >= 0 && line < this.lines.length; line += step) {
      if (this.lines[line] >= 0 && split(this.data.vector(this.lines[line]))) {
        this.at = { row: line, column: this.at.column };
        this.open(this.lines[line]);
        this.focus();
        return;
      }
    }
    toast(step > 0 ? "No further disagreement." : "No earlier disagreement.");
  }
}
