// Side by side: the structural difference of two columns' schemas, with the claims behind it.

/** @typedef {{at: string, a: unknown, b: unknown}} Difference */

/** Keywords that tell a reader something but ask nothing of a value. */
const REMARKS = new Set(["$schema", "$id", "$comment", "title", "description", "examples", "default"]);
/** Keywords whose list is a set. */
const SETS = new Set(["enum", "required", "type"]);
const ABSENT = Symbol("absent");

/**
 * Lists where two schemas differ.
 * @param {unknown} a
 * @param {unknown} b
 * @param {string} at JSON Pointer to the place of both.
 * @param {boolean} names Whether the keys of this object are names of properties, not keywords.
 * @returns {Difference[]}
 */
function differences(a, b, at, names = false) {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.filter((key) => names || !REMARKS.has(key)).flatMap((key) => {
      const step = `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const holdsNames = !names && /^(properties|patternProperties|\$defs|dependentSchemas)$/.test(key);
      if (!(key in a)) return oneSided(step, b[key], (value, at) => ({ at, a: ABSENT, b: value }));
      if (!(key in b)) return oneSided(step, a[key], (value, at) => ({ at, a: value, b: ABSENT }));
      if (!names && SETS.has(key) && sameSet(a[key], b[key])) return [];
      return differences(a[key], b[key], step, holdsNames);
    });
  }
  if (Array.isArray(a) && Array.isArray(b) && [...a, ...b].some(isObject)) {
    const size = Math.max(a.length, b.length);
    return Array.from({ length: size }, (_, number) => {
      const step = `${at}/${number}`;
      if (number >= a.length) return [{ at: step, a: ABSENT, b: b[number] }];
      if (number >= b.length) return [{ at: step, a: a[number], b: ABSENT }];
      return differences(a[number], b[number], step);
    }).flat();
  }
  return [{ at, a, b }];
}

/**
 * @param {string} at
 * @param {unknown} value
 * @param {(value: unknown, at: string) => Difference} made
 * @returns {Difference[]}
 */
function oneSided(at, value, made) {
  if (!Array.isArray(value) || !value.some(isObject)) return [made(value, at)];
  return value.map((item, number) => made(item, `${at}/${number}`));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} a @param {unknown} b */
function sameSet(a, b) {
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  const sorted = (/** @type {unknown[]} */ list) =>
    JSON.stringify(list.map((item) => JSON.stringify(item)).sort());
  return sorted(a) === sorted(b);
}

/** The tab that compares two schemas. */
class Sides {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.choices = data.model.columns.filter((column) => this.file(column.id));
    this.result = make("div", { class: "sides-result", "aria-live": "polite" });
    this.a = this.choice("a", "Left");
    this.b = this.choice("b", "Right");
    fill(byId("sides-app"), this.choices.length < 2
      ? [make("p", { class: "empty" }, "There are no two schemas to compare.")]
      : [make("div", { class: "sides-form" }, this.a.label, this.b.label,
        button("Swap", () => go("sides", { a: this.b.select.value, b: this.a.select.value }))), this.result]);
  }

  /** @param {"a" | "b"} name @param {string} label */
  choice(name, label) {
    const select = make("select", {}, ...this.choices.map(({ id, name }) => make("option", { value: id }, name)));
    select.addEventListener("change", () => go("sides", { [name]: select.value }));
    return { select, label: make("label", {}, label, select) };
  }

  /** @param {string} id @returns {{variant: Variant, name: string, text: string} | null} */
  file(id) {
    const column = this.data.columnOf.get(id);
    const variant = this.data.variantOf.get(column?.variant ?? "");
    const name = variant?.readings?.[column?.reading ?? ""];
    const text = name === undefined ? undefined : variant?.schemas?.[name];
    return variant && name !== undefined && text !== undefined ? { variant, name, text } : null;
  }

  /** @param {URLSearchParams} values */
  show(values) {
    if (this.choices.length < 2) return;
    const known = (/** @type {string | null} */ id, /** @type {number} */ other) =>
      this.choices.find((column) => column.id === id)?.id ?? this.choices[other].id;
    const a = known(values.get("a"), 0);
    const b = known(values.get("b"), this.choices.findIndex(({ id }) => id !== a));
    this.a.select.value = a;
    this.b.select.value = b;
    this.result.replaceChildren(this.table(a, b));
  }

  /** @param {string} a @param {string} b @returns {Node} */
  table(a, b) {
    const left = this.file(a);
    const right = this.file(b);
    if (!left || !right) return make("p", { class: "empty" }, "One of them has no schema.");
    const found = differences(JSON.parse(left.text), JSON.parse(right.text), "");
    if (!found.length) {
      return make("p", { class: "empty" }, a === b ? "Choose two columns." : "They ask for the same.");
    }
    return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Differences" },
      make("table", { class: "sides-table" },
        make("thead", {}, make("tr", {}, ...[counted(found.length, "place", "places"),
          ...[a, b].map((id) => this.data.columnOf.get(id)?.name)].map((text) =>
          make("th", { scope: "col" }, text)))),
        make("tbody", {}, ...found.map((difference) => make("tr", {},
          make("th", { scope: "row" }, make("code", {}, difference.at || "(root)")),
          this.cell(difference.a, difference.b, left, difference.at),
          this.cell(difference.b, difference.a, right, difference.at))))));
  }

  /** @param {unknown} value @param {unknown} other @param {{variant: Variant, name: string}} file @param {string} at */
  cell(value, other, file, at) {
    if (value === ABSENT) return make("td", { class: "absent" }, "not there");
    const list = Array.isArray(value) && Array.isArray(other) && !value.some(isObject);
    const others = new Set(list ? other.map((item) => JSON.stringify(item)) : []);
    const tree = readTree(JSON.stringify(value));
    const runs = list
      ? value.flatMap((item, number) => [
        { text: number ? ", " : "", marked: false },
        { text: JSON.stringify(item), marked: !others.has(JSON.stringify(item)) }])
      : tree ? layOut(tree, null) : [];
    const code = make("pre", {}, make("code", {},
      ...runs.map((run) => (run.marked ? make("mark", {}, run.text) : run.text))));
    const claims = file.variant.claims.filter((claim) =>
      claim.keywords.some((keyword) => covers(keyword, file.name, at)));
    return make("td", {}, code, ...claims.map((claim) =>
      make("p", { class: "why" }, ...phraseNodes(claim.says), " ", make("cite", {}, claim.at))));
  }
}

/**
 * Whether a claim's keyword is the place, stands in it, or directly above it.
 * @param {string} keyword
 * @param {string} file
 * @param {string} at
 */
function covers(keyword, file, at) {
  const [name, pointer = ""] = keyword.split("#");
  if (name !== file || pointer === "") return false;
  return pointer === at || pointer.startsWith(`${at}/`) || at.startsWith(`${pointer}/`);
}
