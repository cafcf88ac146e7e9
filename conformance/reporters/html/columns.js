// Columns: their names, their groups, and which groups the address puts away (`hide=sdk,native`).

/** @typedef {{id: string, columns: number[]}} Group */

/**
 * Returns the columns' numbers by the headings that they stand under, in order.
 * @param {Column[]} columns
 * @returns {Group[]}
 */
function groupsOf(columns) {
  /** @type {Group[]} */
  const groups = [];
  columns.forEach(({ group }, number) => {
    const last = groups.at(-1);
    if (last?.id === group) last.columns.push(number);
    else groups.push({ id: group, columns: [number] });
  });
  return groups;
}

/**
 * Writes a name of several words in two lines of about the same length.
 * @param {string} label
 * @returns {Child[]}
 */
function nameLines(label) {
  const breaks = Array.from(label.matchAll(/ /g), ({ index }) => index);
  const longer = (/** @type {number} */ at) => Math.max(at, label.length - at);
  const [best] = breaks.sort((a, b) => longer(a) - longer(b));
  if (best === undefined) return [label];
  return [make("span", { class: "line" }, label.slice(0, best)), " ",
    make("span", { class: "line" }, label.slice(best + 1))];
}

/**
 * Says what a column is: who made its program, and when it answered.
 * @param {Column} column
 */
function columnWords({ id, subject, judge, lenient }) {
  if (!subject) return id;
  const date = judge === "recorded" && subject.date ? `, recorded ${subject.date}` : "";
  return `${id}: ${subject.name} ${subject.version}${date}${lenient ? "; accepts nearly anything, by design" : ""}`;
}

/**
 * Returns a group's id as it stands in a list: a comma in it parts nothing.
 * @param {string} id
 */
function listed(id) {
  return visible(id).replace(/[%,]/g, encodeURIComponent);
}

/**
 * Reads from an address which groups are put away.
 * @param {string[]} ids The groups that can be.
 * @param {URLSearchParams} values
 * @param {Set<string>} usual Those that are put away where the address does not `show` them.
 * @returns {Set<string>}
 */
function awayIn(ids, values, usual) {
  const [hide, show] = ["hide", "show"].map((name) => (values.get(name) ?? "").split(",").filter(Boolean));
  return new Set(ids.filter((id) =>
    hide.includes(listed(id)) || (usual.has(id) && !show.includes(listed(id)))));
}

/**
 * Returns what an address has to say for these groups to be put away; the inverse of `awayIn`.
 * @param {string[]} ids
 * @param {Set<string>} away
 * @param {Set<string>} usual
 */
function sayAway(ids, away, usual) {
  const list = (/** @type {string[]} */ chosen) => chosen.map(listed).join(",");
  return {
    hide: list(ids.filter((id) => away.has(id) && !usual.has(id))),
    show: list(ids.filter((id) => !away.has(id) && usual.has(id))),
  };
}

/**
 * Returns a set with one member more, or less where it was in.
 * @param {Set<string>} set
 * @param {string} member
 */
function toggled(set, member) {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
