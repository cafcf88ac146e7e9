// A column's own page: what it does differently from the others, and what to change in its source.

const FIRST_OF_EACH = 10;

/** How a column lies to another one, said of it. */
const STANDINGS = /** @type {Record<string, string>} */ ({
  equal: "The same verdict on every value",
  agree: "No contradiction; where one decides, the other may be silent",
  within: "Rejects some of what these accept, and accepts nothing that these reject",
  contains: "Accepts some of what these reject, and rejects nothing that these accept",
  overlap: "Each accepts something that the other rejects",
  disjoint: "Nothing accepted in common",
  unknown: "Not known",
});
const TURNED = /** @type {Record<string, string>} */ ({ within: "contains", contains: "within" });

/** @typedef {{number: number, entry: Entry}} Numbered An entry with its number. */
/** @typedef {{reject: Numbered[], accept: Numbered[], silent: Numbered[], lossy: Numbered[]}} Score */

/** The tab of a column. */
class Scorecard {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.columns = new Map(data.model.columns.map((column) => [visible(column.id), column]));
    this.body = make("div", { class: "scorecard" });
    this.picker = make("select", { id: "column-picker" }, make("option", { value: "" }, "All columns"),
      ...groupsOf(data.model.columns).map(({ id, columns }) => make("optgroup", { label: id },
        ...columns.map((number) => {
          const column = data.model.columns[number].id;
          return make("option", { value: visible(column) }, data.nameOf(column));
        }))));
    this.picker.addEventListener("change", () =>
      go("column", {}, "push", this.picker.value ? [this.picker.value] : []));
    fill(byId("column-app"), [make("p", { class: "sides-form" },
      make("label", { for: "column-picker" }, "Column"), this.picker), this.body]);
    this.shown = "?";
  }

  /**
   * Follows the address.
   * @param {Place} place
   */
  show({ path }) {
    const id = path.join("/");
    if (id === this.shown) return;
    this.shown = id;
    const column = this.columns.get(id);
    this.picker.value = column ? id : "";
    if (id && !column) toast(`There is no column ${id}.`);
    this.body.replaceChildren();
    fill(this.body, column ? this.card(column) : [this.overview()]);
  }

  /** Makes the table of all columns. */
  overview() {
    if (!this.columns.size) return make("p", { class: "empty" }, "There are no columns.");
    const heads = ["Rejects what others accept", "Accepts what others reject", "Is silent", "Changes"];
    return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "All columns" },
      make("table", { class: "claims-table overview" },
        make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Column"),
          ...heads.map((head) => make("th", { scope: "col" }, head)))),
        make("tbody", {}, ...this.data.model.columns.map(({ id }) => {
          const score = scoreOf(this.data, id);
          return make("tr", {}, make("th", { scope: "row" }, columnLink(id, this.data.nameOf(id))),
            ...[score.reject, score.accept, score.silent, score.lossy].map((found) =>
              make("td", { class: !found.length && "quiet" }, String(findingsIn(found)))));
        }))));
  }

  /** @param {Column} column @returns {Child[]} */
  card(column) {
    const { id } = column;
    const { introduction } = this.data.model.bug.columns[id];
    const score = scoreOf(this.data, id);
    const nothing = !Object.values(score).some((found) => found.length);
    return [
      make("h3", { class: "column-name" }, this.data.nameOf(id)),
      introduction ? make("p", { class: "quiet" }, ...phraseNodes(introduction)) : null,
      column.not_run !== null && make("p", { class: "notice" }, `Not run: ${column.not_run}`),
      nothing && make("p", { class: "empty" }, "No finding is about this column."),
      ...this.part(column, "Rejects what others accept", score.reject),
      ...this.part(column, "Accepts what others reject", score.accept),
      ...this.part(column, "Is silent where others decide", score.silent),
      ...this.part(column, "Accepts and changes", score.lossy),
      ...this.releases(column),
      ...this.relations(column),
    ];
  }

  /** @param {Column} column @param {string} title @param {Numbered[]} found @returns {Child[]} */
  part(column, title, found) {
    if (!found.length) return [];
    return [
      make("h4", {}, title, " ", make("span", { class: "count" }, findingsIn(found).toLocaleString("en"))),
      shortList("score", found.map((one) => this.item(column, one)), FIRST_OF_EACH),
    ];
  }

  /** @param {Column} column @param {Numbered} one */
  item({ id, variant }, { number, entry }) {
    const own = entry.claims.filter((claim) => variant !== null && claim.startsWith(`${variant}:`))
      .map((claim) => this.data.claim(variant ?? "", claim.slice((variant ?? "").length + 1)));
    const others = /** @type {[string, Side][]} */ ([["a", "accept"], ["r", "reject"], ["s", "silent"]])
      .map(([letter, side]) => /** @type {[string, number]} */
        ([letter, entry.stances[side].filter((other) => other !== id).length]))
      .filter(([, count]) => count > 0);
    const words = others.map(([letter, count]) => `${count} ${VERDICTS[letter].name}`).join(", ");
    const about = aboutFinding(this.data, number, 0);
    return make("li", {},
      make("div", { class: "score-head" },
        make("a", { href: address(about.link) }, ...phraseNodes(entry.title)),
        make("span", { class: "mixed" }, make("span", { class: "sr" }, `Of the others ${words}`),
          ...others.flatMap(([letter, count]) =>
            [glyph(letter), make("span", { "aria-hidden": "true" }, String(count))]))),
      own.length > 0 && make("ul", { class: "why" }, ...own.map((claim) => (claim
        ? make("li", {}, ...phraseNodes(claim.says), " ", make("cite", {}, claim.at)) : null))),
      make("div", { class: "actions" }, button("Copy bug report", () =>
        copy(bugReport(this.data, id, about), `bug report for ${this.data.nameOf(id)}`),
      { "aria-label": `Copy the bug report on ${about.title}` })));
  }

  /** Makes what changed since the release before. @param {Column} column @returns {Child[]} */
  releases({ id }) {
    const family = Object.values(this.data.model.families).find((members) => members.includes(id));
    const at = family?.indexOf(id) ?? -1;
    if (!family || at < 0) return [];
    const newer = family[at + 1];
    /** @type {Child[]} */
    const made = [];
    if (at > 0) {
      const older = family[at - 1];
      const moved = this.data.model.entries.flatMap((entry, number) => {
        const [before, after] = [older, id].map((one) => stanceOf(entry, one));
        return before && after && before !== after ? [{ number, entry, after }] : [];
      });
      made.push(make("h4", {}, "Changed since ", columnLink(older, this.data.nameOf(older)), " ",
        make("span", { class: "count" }, findingsIn(moved).toLocaleString("en"))));
      made.push(moved.length
        ? shortList("score", moved.map(({ number, entry, after }) => make("li", {},
          make("div", { class: "score-head" }, glyph(after), make("span", {}, `now ${VERDICTS[after].says}: `,
            make("a", { href: address(aboutFinding(this.data, number, 0).link) }, ...phraseNodes(entry.title)))))), FIRST_OF_EACH)
        : make("p", { class: "quiet" }, "Nothing that the findings show."));
    }
    if (newer) made.push(make("p", { class: "quiet" }, "There is a newer release: ", columnLink(newer, this.data.nameOf(newer)), "."));
    return made;
  }

  /** Makes how the column lies to every other. @param {Column} column @returns {Child[]} */
  relations({ id }) {
    /** @type {Map<string, HTMLAnchorElement[]>} */
    const found = new Map();
    for (const { a, b, relation, proven } of this.data.model.pairs) {
      if (a !== id && b !== id) continue;
      const other = a === id ? b : a;
      const name = a === id ? relation : TURNED[relation] ?? relation;
      const words = STANDINGS[name] + (proven || name === "unknown" ? "" : " (tested only)");
      const link = make("a", { href: address(fragment("reads", [["pair", `${id}~${other}`]])) }, this.data.nameOf(other));
      found.set(words, [...(found.get(words) ?? []), link]);
    }
    if (!found.size) return [];
    return [make("h4", {}, "Beside the others"),
      make("dl", { class: "terms standing" }, ...Array.from(found, ([words, links]) => make("div", {},
        make("dt", {}, words), make("dd", {}, ...links.flatMap((link, at) => [at > 0 && ", ", link])))))];
  }
}

/**
 * Returns the letter of what a column says in a finding; empty if it was not asked.
 * @param {Entry} entry
 * @param {string} id
 */
function stanceOf({ stances }, id) {
  if (stances.lossy.includes(id)) return "l";
  if (stances.accept.includes(id)) return "a";
  if (stances.reject.includes(id)) return "r";
  return stances.silent.includes(id) ? "s" : "";
}

/**
 * Returns the entries in which a column stands against others, the most important first.
 * @param {Data} data
 * @param {string} id
 * @returns {Score}
 */
function scoreOf(data, id) {
  const all = data.model.entries.map((entry, number) => ({ number, entry }));
  const { accept, reject, silent, lossy } = Object.fromEntries(
    ["accept", "reject", "silent", "lossy"].map((side) =>
      [side, all.filter(({ entry }) => entry.stances[/** @type {Side} */ (side)].includes(id))]));
  return {
    reject: reject.filter(({ entry }) => entry.stances.accept.length),
    accept: accept.filter(({ entry }) => entry.stances.reject.length),
    silent,
    lossy,
  };
}

/** @param {{entry: Entry}[]} found */
function findingsIn(found) {
  return found.reduce((sum, { entry }) => sum + entry.members.length, 0);
}
