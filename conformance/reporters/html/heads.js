// The head of the matrix: a column each, or one for a whole group that is folded.

/**
 * A column on the page: several of the results where they are folded.
 * @typedef {{columns: number[], starts: boolean, width: number}} Slot The width is in rem.
 */

/**
 * Returns how wide a column of an open group is: its name stands over them.
 * @param {Group} group
 */
function openWidth({ id, columns }) {
  if (columns.length === 1) return 2.5;
  return Math.max(2.5, Math.min(3.25, (1.3 + 0.45 * visible(id).length) / columns.length));
}

/**
 * Returns how wide a folded group is: a cell holds up to three signs, with their numbers.
 * @param {Group} group
 */
function shutWidth({ columns }) {
  return columns.length === 2 ? 3.25 : 5 + 1.5 * String(columns.length).length;
}

/** The head of the matrix. */
class Heads {
  /**
   * @param {Column[]} columns
   * @param {(folded: Set<string>) => void} fold Called with the groups that a reader wants folded.
   * @param {(column: number) => void} leave Called when the keys go down into the rows.
   */
  constructor(columns, fold, leave) {
    this.all = columns;
    this.fold = fold;
    this.leave = leave;
    this.groups = groupsOf(columns);
    this.foldable = [...new Set(this.groups.filter(({ columns }) => columns.length > 1).map(({ id }) => id))];
    /** @type {Set<string>} */
    this.folded = new Set();
    /** @type {Slot[]} */
    this.slots = [];
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.at = 0;
    this.form = 0;
    this.widths = make("colgroup", {});
    this.head = make("thead", {});
    this.head.addEventListener("keydown", (event) => this.press(event));
    this.head.addEventListener("focusin", (event) => {
      const number = this.buttons.findIndex((button) => button === event.target);
      if (number >= 0) this.settle(number);
    });
    this.draw();
  }

  /** How many rows it has: one where nothing stands under a group's name. */
  get rows() {
    return this.head.rows.length;
  }

  /** The width of all slots, in rem. */
  get width() {
    return this.slots.reduce((sum, slot) => sum + slot.width, 0);
  }

  /**
   * Folds these groups and unfolds the others.
   * @param {Set<string>} folded
   * @returns {boolean} Whether anything changed.
   */
  show(folded) {
    if (folded.size === this.folded.size && [...folded].every((id) => this.folded.has(id))) return false;
    this.folded = folded;
    const held = this.head.contains(document.activeElement);
    this.draw();
    if (held) this.focus(this.at);
    return true;
  }

  draw() {
    this.form += 1;
    this.buttons = [];
    this.slots = this.groups.flatMap((group) => (this.shut(group)
      ? [{ columns: group.columns, starts: true, width: shutWidth(group) }]
      : group.columns.map((column, number) =>
        ({ columns: [column], starts: number === 0, width: openWidth(group) }))));
    const names = make("tr", {}, ...this.groups.flatMap((group) =>
      (this.shut(group) ? [] : group.columns.map((_, number) => this.name(group, number)))));
    const rows = names.cells.length ? 2 : 1;
    const groups = make("tr", {}, make("th", { class: "corner", rowspan: rows, scope: "col" }, "Case"),
      ...this.groups.map((group) => this.group(group, rows)));
    this.head.replaceChildren(groups, ...(rows > 1 ? [names] : []));
    this.widths.replaceChildren(make("col", { class: "first" }), ...this.slots.map((slot) => {
      const col = make("col", {});
      col.style.width = `${slot.width}rem`;
      return col;
    }));
    this.settle(this.at);
  }

  /** @param {Group} group */
  shut({ id, columns }) {
    return columns.length > 1 && this.folded.has(id);
  }

  /** @param {Group} group @param {number} rows */
  group(group, rows) {
    const { columns } = group;
    if (columns.length === 1) return make("td", { class: "starts" });
    return this.shut(group)
      ? make("th", { class: "shut starts", rowspan: rows, scope: "col" }, this.button(group))
      : make("th", { class: "group starts", colspan: columns.length, scope: "colgroup" }, this.button(group));
  }

  /** @param {Group} group */
  button(group) {
    const { id, columns } = group;
    const shut = this.shut(group);
    const count = counted(columns.length, "column", "columns");
    const number = this.buttons.length;
    const made = button("", () => {
      this.at = number;
      this.fold(toggled(this.folded, id));
    }, { class: "fold", "aria-expanded": String(!shut), title: `${shut ? "Unfold" : "Fold"} ${id}: ${count}` });
    fill(made, [make("span", { class: "fold-mark", "aria-hidden": "true" }, shut ? "▸" : "▾"),
      make("span", { class: shut ? "upright" : "fold-name" }, id),
      shut && make("span", { class: "upright quiet" }, make("span", { class: "sr" }, ", "), count)]);
    this.buttons.push(made);
    return made;
  }

  /** @param {Group} group @param {number} number */
  name({ id, columns }, number) {
    const column = this.all[columns[number]];
    const label = columns.length > 1 ? (column.reading ?? column.name.replace(` (${id})`, "")) : column.name;
    return make("th", { class: number ? null : "starts", scope: "col", title: columnWords(column) },
      make("span", { class: "upright" }, ...nameLines(label)));
  }

  /**
   * Makes a button the one that Tab leads to.
   * @param {number} number
   */
  settle(number) {
    this.at = Math.max(0, Math.min(this.buttons.length - 1, number));
    this.buttons.forEach((button, other) => {
      if (other === this.at) button.removeAttribute("tabindex");
      else button.tabIndex = -1;
    });
  }

  /** @param {number} number */
  focus(number) {
    const button = this.buttons[number];
    button.focus({ preventScroll: true });
    button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * Focuses the button over a slot, or the nearest before it.
   * @param {number} slot
   * @returns {boolean} Whether there is one.
   */
  enter(slot) {
    const column = this.slots[Math.max(0, slot)]?.columns[0] ?? 0;
    const before = this.groups.filter(({ columns }) => columns.length > 1 && columns[0] <= column).length;
    if (!this.buttons.length) return false;
    this.focus(Math.max(0, before - 1));
    return true;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const group = this.groups.filter(({ columns }) => columns.length > 1)[this.at];
    const to = moved(event, { row: 0, column: this.at }, { rows: 1, columns: this.buttons.length, page: 1 });
    if (!to) return;
    event.preventDefault();
    if (event.key === "ArrowDown") this.leave(group.columns[0]);
    else this.focus(to.column);
  }

  /**
   * Returns the slot that shows a column of the results.
   * @param {number} column
   */
  slotOf(column) {
    return this.slots.findIndex(({ columns }) => columns.includes(column));
  }
}
