// The fields tab: the table stands in the page already; this opens its rows, by keys and by links.

/** So many joint findings are listed before the rest is folded. */
const JOINT = 6;

/** @typedef {{element: HTMLTableRowElement, field: Field, row: FieldRow, path: string[]}} TableRow */

/** The fields tab. */
class Fields {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.table = /** @type {HTMLTableElement} */ (byId("fields-table"));
    this.panel = byId("field-panel");
    this.switch = /** @type {HTMLInputElement | null} */ (document.getElementById("fields-differ"));
    /** @type {TableRow[]} */
    this.rows = data.model.fields.flatMap((field, number) => field.rows.map((row, index) => {
      const element = this.table.tBodies[number].rows[index];
      return { element, field, row, path: element.id.split("/").slice(1).map(decoded) };
    }));
    this.numberOf = new Map(this.rows.map(({ path }, number) => [keyOf(path), number]));
    this.fieldOf = new Map(Array.from(this.table.tBodies, (body) =>
      [keyOf(body.id.split("/").slice(1).map(decoded)), body]));
    this.opened = -1;
    this.shown = "";
    this.chosen = "";
    this.differ = false;
    this.roving = roving(this.table, (cell) => this.open(cell));
    this.table.addEventListener("keydown", (event) => this.follow(event));
    this.table.addEventListener("click", (event) => {
      const name = event.target instanceof Element ? event.target.closest("tbody th.field") : null;
      const value = name?.nextElementSibling;
      if (value instanceof HTMLTableCellElement) this.open(value);
    });
    this.switch?.addEventListener("change", () =>
      go("fields", { differ: this.switch?.checked ? "1" : "" }));
  }

  /**
   * Opens the row of a cell; what the cell's column says is marked there.
   * @param {HTMLTableCellElement} cell
   * @param {"push" | "replace"} [how]
   */
  open(cell, how) {
    const number = this.rows.findIndex(({ element }) => element === cell.parentElement);
    const chosen = cell.dataset.head ?? "";
    const again = number === this.opened && chosen !== this.chosen;
    this.chosen = chosen;
    if (again) this.draw();
    go("fields", {}, how, this.rows[number].path);
  }

  /**
   * Keeps what is open with the keys that move in the table.
   * @param {KeyboardEvent} event
   */
  follow(event) {
    const cell = document.activeElement;
    if (this.opened < 0 || !/^(Arrow|Page|Home|End)/.test(event.key)) return;
    if (cell instanceof HTMLTableCellElement && cell.closest("tbody")) this.open(cell, "replace");
  }

  /**
   * Follows the address.
   * @param {Place} place
   */
  show({ path, values }) {
    this.leave(values.get("differ") === "1");
    const key = keyOf(path);
    if (key === this.shown) return;
    this.shown = key;
    this.rows[this.opened]?.element.removeAttribute("aria-selected");
    this.opened = path.length ? this.numberOf.get(key) ?? -1 : -1;
    if (this.opened < 0) {
      this.panel.hidden = true;
      this.panel.replaceChildren();
      const body = path.length ? this.fieldOf.get(key) : null;
      if (body) body.scrollIntoView({ block: "start" });
      else if (path.length) toast(`There is no value ${path.join("/")}.`);
      return;
    }
    const { element } = this.rows[this.opened];
    element.setAttribute("aria-selected", "true");
    this.panel.hidden = false;
    this.draw();
    this.reveal(element);
    enter(this.panel);
  }

  /**
   * Leaves only the rows on which columns differ, or all.
   * @param {boolean} differ
   */
  leave(differ) {
    if (this.switch) this.switch.checked = differ;
    if (differ === this.differ) return;
    this.differ = differ;
    for (const { element, row } of this.rows) element.classList.toggle("away", differ && row.state === "agreed");
    for (const body of this.table.tBodies) {
      const rows = Array.from(body.rows);
      const lead = rows.find((row) => !row.classList.contains("away"));
      body.classList.toggle("away", !lead);
      for (const row of rows) row.classList.toggle("lead", row === lead);
    }
    this.roving.renew();
  }

  /** @param {HTMLElement} row */
  reveal(row) {
    const head = this.table.tHead?.getBoundingClientRect().bottom ?? 0;
    const { top, bottom } = row.getBoundingClientRect();
    if (top < head || bottom > innerHeight) row.scrollIntoView({ block: "center" });
  }

  /** Fills the panel for the row that is open. */
  draw() {
    const { field, row } = this.rows[this.opened];
    this.panel.replaceChildren();
    fill(this.panel, fieldView(this.data, field, row, this.chosen, () => this.close()));
    this.panel.scrollTop = 0;
    this.panel.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
  }

  close() {
    const cell = this.rows[this.opened]?.element.querySelector("[tabindex='0'], .value");
    go("fields", {}, "push", []);
    this.roving.focus(cell ?? null);
  }

  /**
   * Opens the next or previous row on which descriptions conflict; where none does, on which
   * columns differ.
   * @param {1 | -1} step
   */
  next(step) {
    const conflicts = this.rows.some(({ row }) => row.state === "conflict");
    const focused = this.rows.findIndex(({ element }) => element.contains(document.activeElement));
    const from = this.opened >= 0 ? this.opened : focused;
    for (let at = from + step; at >= 0 && at < this.rows.length; at += step) {
      const { element, row } = this.rows[at];
      if (conflicts ? row.state !== "conflict" : row.state === "agreed") continue;
      const value = element.querySelector(".value");
      if (!(value instanceof HTMLTableCellElement)) continue;
      this.roving.focus(value);
      this.open(value);
      return;
    }
    toast(step > 0 ? "No further conflict." : "No earlier conflict.");
  }
}

/**
 * Returns a path as the key that finds its row, however the address escapes it.
 * @param {string[]} path
 */
function keyOf(path) {
  return path.map(encoded).join("/");
}

/**
 * Makes the inside of the panel of a value.
 * @param {Data} data
 * @param {Field} field
 * @param {FieldRow} row
 * @param {string} chosen The heading whose cell was opened.
 * @param {() => void} close
 * @returns {Child[]}
 */
function fieldView(data, field, row, chosen, close) {
  const found = row.findings.map((id) => data.memberOf.get(visible(id))).filter((at) => at !== undefined);
  const title = found.length === 1
    ? phraseNodes(data.model.entries[found[0][0]].members[found[0][1]].title)
    : [field.path && make("code", {}, field.path), field.path && ": ", ...phraseNodes(row.label)];
  return [
    make("div", { class: "detail-head" }, make("h3", {}, ...title), button("Close", close)),
    ...found.slice(0, 1).flatMap(([number, index]) => findingView(data, number, index)),
    found.length > 1 && make("h4", {}, "Its findings"),
    found.length > 1 && findingList(data, row.findings),
    !found.length && make("p", { class: "quiet" }, "No finding is about this value alone."),
    row.depends.length > 0 && make("h4", {}, "Together with other fields"),
    row.depends.length > 0 && findingList(data, row.depends),
    ...describedView(data, field, row, chosen),
    ...programsView(data, row, chosen),
    make("div", { class: "actions" }, button("Copy link to this value", () => copy(address(location.hash), "link"))),
  ];
}

/**
 * Makes what a finding says, with its payload and its buttons.
 * @param {Data} data
 * @param {number} number
 * @param {number} index
 * @returns {Child[]}
 */
function findingView(data, number, index) {
  const entry = data.model.entries[number];
  const member = entry.members[index];
  return [
    ...entry.effects.map((sentence) => make("p", { class: "effect" }, ...phraseNodes(sentence))),
    entry.skew !== null && make("p", { class: "skew" }, ...phraseNodes(entry.skew)),
    entry.because.length > 0 && make("p", { class: "because" },
      make("span", { class: "term" }, "Why it matters:"), ` ${entry.because.join("; ")}.`),
    member.payload !== null && payloadPair("Smallest payload that shows it", member.payload, member.twin),
    make("div", { class: "actions" }, ...findingActions(data, number, index),
      make("a", { href: address(fragment("findings", [["id", member.id]])) }, "Open the finding")),
  ];
}

/**
 * Makes a list of links to findings, the rest folded where there are many.
 * @param {Data} data
 * @param {string[]} ids
 */
function findingList(data, ids) {
  const items = ids.flatMap((id) => {
    const at = data.memberOf.get(visible(id));
    if (!at) return [];
    const { title } = data.model.entries[at[0]].members[at[1]];
    return [make("li", {}, make("a", { href: address(fragment("findings", [["id", id]])) }, ...phraseNodes(title)))];
  });
  return shortList("finding-links", items, JOINT);
}

/**
 * Makes a list whose rest is folded where it is long.
 * @param {string} name Its class.
 * @param {HTMLLIElement[]} items
 * @param {number} shown
 */
function shortList(name, items, shown) {
  const all = items.length <= shown + 1;
  return make("div", {},
    make("ul", { class: name }, ...(all ? items : items.slice(0, shown))),
    !all && make("details", { class: "rest" },
      make("summary", {}, `and ${(items.length - shown).toLocaleString("en")} more`),
      make("ul", { class: name }, ...items.slice(shown))));
}

/**
 * Makes what each description says of a value, with the statements of its source.
 * @param {Data} data
 * @param {Field} field
 * @param {FieldRow} row
 * @param {string} chosen
 * @returns {Child[]}
 */
function describedView(data, field, row, chosen) {
  /** @type {Map<string, [Column, string][]>} */
  const variants = new Map();
  data.model.columns.forEach((column, number) => {
    const letter = row.verdicts[number];
    if (!column.reading || column.variant === null || letter === ".") return;
    variants.set(column.variant, [...(variants.get(column.variant) ?? []), [column, letter]]);
  });
  if (!variants.size) return [];
  return [make("h4", {}, "What each description says"),
    make("ul", { class: "verdicts" }, ...Array.from(variants, ([variant, said]) => {
      const same = said.every(([, letter]) => letter === said[0][1]);
      const signs = same ? said.slice(0, 1) : said;
      const claims = field.claims.filter((claim) => claim.startsWith(`${variant}:`))
        .map((claim) => data.claim(variant, claim.slice(variant.length + 1)));
      const name = data.nameOf(variant);
      return make("li", { class: visible(name) === chosen && "chosen" },
        make("span", { class: "signs" }, ...signs.map(([, letter]) => glyph(letter))),
        make("div", {}, columnLink(said[0][0].id, name), ` ${same ? VERDICTS[said[0][1]].says
          : said.map(([column, letter]) => `${readingWord(column)} ${VERDICTS[letter].says}`).join(", ")}`),
        claims.length > 0 && make("ul", { class: "why" }, ...claims.map((claim) => claim
          ? make("li", {}, ...phraseNodes(claim.says), " ", make("cite", {}, claim.at)) : null)));
    }))];
}

/**
 * Says which reading a column is, as a part of a sentence.
 * @param {Column} column
 */
function readingWord({ reading }) {
  if (reading === "declared") return "in its types";
  return reading === "documented" ? "in its prose" : `by ${reading}`;
}

/**
 * Makes the programs by what they say of a value.
 * @param {Data} data
 * @param {FieldRow} row
 * @param {string} chosen
 * @returns {Child[]}
 */
function programsView(data, row, chosen) {
  return groupsOf(data.model.columns).flatMap(({ id, columns }) => {
    const asked = columns.filter((number) =>
      !data.model.columns[number].reading && row.verdicts[number] !== ".");
    if (!asked.length) return [];
    const letters = Object.keys(VERDICTS).filter((letter) => asked.some((number) => row.verdicts[number] === letter));
    return [make("h4", {}, `Programs: ${id}`),
      make("ul", { class: "verdicts" }, ...letters.map((letter) => {
        const those = asked.filter((number) => row.verdicts[number] === letter);
        return make("li", { class: visible(id) === chosen && "chosen" }, glyph(letter),
          make("div", {}, `${those.length} of ${asked.length} ${VERDICTS[letter].name === "lossy" ? "accept and change it"
            : those.length === 1 ? VERDICTS[letter].says : VERDICTS[letter].name}: `,
          ...those.flatMap((number, at) => {
            const column = data.model.columns[number].id;
            return [at > 0 && ", ", columnLink(column, data.nameOf(column).replace(` (${id})`, ""))];
          })));
      }))];
  });
}

/**
 * Makes a link to a column's own page.
 * @param {string} id
 * @param {string} name
 */
function columnLink(id, name) {
  return make("a", { class: "name", href: address(fragment("column", [], [id])) }, name);
}
