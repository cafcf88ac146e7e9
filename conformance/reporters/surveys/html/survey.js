// The overview of all types: it filters rows, and opens a type beneath its row.

/** @typedef {"accept" | "reject" | "silent" | "lossy"} Stance */
/** @typedef {{kinds: string[], title: string, stances: Partial<Record<Stance, string[]>>, members: {title: string, payload: string | null, twin: string | null}[], more: number, claims: string[][]}} Difference */
/** @typedef {{path: string, depth: number, label: string, state: string, first: boolean, cells: (Stance | "")[]}} TypeRow */
/** @typedef {{name: string, in: string[][], usedBy: number, through: string[], why: string[], values: string[][], groups: Difference[], heads?: string[], rows?: TypeRow[], cut?: boolean}} TypeDetail */

/** @type {Record<string, string>} */
const SIGNS = { accept: "✓", reject: "✗", silent: "○", lossy: "≈", "": "·" };
/** @type {Record<string, string>} */
const SAYS = { accept: "accepts", reject: "rejects", silent: "does not say", lossy: "changes it", "": "not asked" };

const table = /** @type {HTMLTableElement} */ (byId("types"));
const query = /** @type {HTMLInputElement} */ (byId("query"));
const rows = Array.from(table.tBodies[0].rows);
/** @type {number[]} */
const starts = JSON.parse(byId("starts").textContent ?? "[]");
const chips = /** @type {HTMLButtonElement[]} */ (Array.from(document.querySelectorAll(".chips button")));
/** @type {Map<number, Promise<TypeDetail[]>>} */
const blocks = new Map();
/** @type {Map<string, HTMLTableRowElement>} */
const rowOf = new Map();
for (const row of rows) {
  const link = row.querySelector("a.opens");
  if (!link) continue;
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("role", "button");
  rowOf.set(decodeURIComponent((link.getAttribute("href") ?? "").slice(1)), row);
}

/**
 * Finds what differs in a type.
 * @param {number} number
 * @returns {Promise<TypeDetail>}
 */
async function detailOf(number) {
  let block = starts.length - 1;
  while (starts[block] > number) block -= 1;
  const known = blocks.get(block) ?? unpack(`pack-types-${block}`);
  blocks.set(block, known);
  return (await known)[number - starts[block]];
}

/** Shows only the rows that the query and the pressed buttons leave. */
function filter() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const pressed = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true");
  const states = pressed.flatMap((chip) => chip.dataset.show ?? []);
  const sources = pressed.flatMap((chip) => chip.dataset.source ?? []);
  let shown = 0;
  for (const row of rows) {
    const { name = "", state = "", rejects = "" } = row.dataset;
    const stays = words.every((word) => name.includes(word)) &&
      sources.every((source) => rejects.split(" ").includes(source)) &&
      (!states.length || states.includes(state));
    row.hidden = !stays;
    const below = row.nextElementSibling;
    if (below instanceof HTMLElement && below.classList.contains("opened")) below.hidden = !stays;
    shown += stays ? 1 : 0;
  }
  byId("none").hidden = shown > 0;
  byId("shown").textContent = shown === rows.length ? `${shown.toLocaleString("en")} types` : `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} types`;
}

/**
 * Opens a type beneath its row, or closes it.
 * @param {HTMLTableRowElement} row
 * @param {boolean} open
 */
async function toggle(row, open) {
  const link = row.querySelector("a.opens");
  const below = row.nextElementSibling;
  const isOpen = link?.getAttribute("aria-expanded") === "true";
  if (!link || isOpen === open) return;
  link.setAttribute("aria-expanded", String(open));
  if (!open) {
    if (below?.classList.contains("opened")) below.remove();
    return;
  }
  const detail = await detailOf(Number(row.dataset.number));
  if (link.getAttribute("aria-expanded") !== "true") return;
  const cell = make("td", { colspan: 4 }, ...typeView(detail));
  row.after(make("tr", { class: "opened", "data-of": detail.name }, cell));
}

/**
 * Makes what a type opens to.
 * @param {TypeDetail} detail
 * @returns {Child[]}
 */
function typeView(detail) {
  return [
    make("p", { class: "quiet" }, ...detail.in.flatMap(([source, name], number) =>
      [number ? ", " : "", `${source}: `, make("code", {}, name)])),
    ...detail.why.map((why) => make("p", { class: "notice" }, why)),
    detail.through.length > 0 && make("p", {}, "Types in it that differ: ",
      ...detail.through.flatMap((name, number) => [number ? ", " : "", typeLink(name)]), "."),
    detail.values.length > 0 && make("h3", {}, "Smallest values found"),
    detail.values.length > 0 && make("div", { class: "shown-values" }, ...detail.values.map(([words, value]) =>
      make("div", {}, make("span", {}, words), payloadOf(value, words)))),
    detail.rows && detail.rows.length > 0 && make("h3", {}, "Field by field"),
    detail.rows && detail.rows.length > 0 && fieldTable(detail),
    detail.groups.length > 0 && make("h3", {}, "Differences"),
    ...detail.groups.map(difference),
  ];
}

/** @param {string} name */
function typeLink(name) {
  return rowOf.has(name) ? make("a", { href: `#${encodeURIComponent(name)}` }, name) : name;
}

/**
 * @param {string} text
 * @param {string} words
 */
function payloadOf(text, words) {
  const long = text.length > 400;
  return make("pre", { class: "payload", tabindex: long ? 0 : null, role: long ? "region" : null, "aria-label": long ? words : null },
    make("code", {}, text));
}

/**
 * Makes the field table of a type.
 * @param {TypeDetail} detail
 */
function fieldTable({ heads = [], rows: fields = [], name, cut }) {
  /** @type {HTMLTableSectionElement[]} */
  const bodies = [];
  for (const row of fields) {
    if (row.first) bodies.push(make("tbody", { class: `depth-${Math.min(row.depth, 4)}` }));
    bodies[bodies.length - 1].append(
      make("tr", { class: `${row.state}${row.first ? " first" : ""}` },
        make("th", { scope: "row", class: "field" }, make("span", {}, row.path || "the type itself")),
        make("th", { scope: "row", class: "value" }, ...phraseNodes(row.label)),
        ...row.cells.map((cell, number) => make("td", { "data-head": heads[number], "aria-label": SAYS[cell] },
          make("span", { class: `v ${cell}` }, SIGNS[cell])))));
  }
  const head = make("tr", {}, make("th", { scope: "col", class: "field" }, "Field"),
    make("th", { scope: "col", class: "value" }, "Value"), ...heads.map((one) => make("th", { scope: "col" }, one)));
  return make("div", { class: "fields-frame" },
    make("table", { class: "fields", "aria-label": `Fields of ${name}` }, make("thead", {}, head), ...bodies),
    make("p", { class: "quiet fields-notes" },
      `The fields around the differences. ✓ accepts, ✗ rejects, ○ does not say${cut ? "; some are left out" : ""}.`));
}

/** @param {Difference} one */
function difference(one) {
  const stances = Object.entries(one.stances).map(([side, names]) =>
    make("li", { class: `stance ${side}` }, make("span", { class: `glyph ${side}`, "aria-hidden": "true" }, SIGNS[side]),
      ` ${SAYS[side]} `, make("span", { class: "who" }, (names ?? []).join(", "))));
  return make("div", { class: `difference ${one.kinds[0] ?? ""}` },
    make("h4", {}, ...phraseNodes(one.title)),
    make("ul", { class: "stances" }, ...stances),
    ...one.members.map((member) => make("div", { class: "pair" },
      member.payload !== null && make("figure", {}, make("figcaption", {}, "Smallest value that shows it"), payloadOf(member.payload, member.title)),
      member.twin !== null && make("figure", {}, make("figcaption", {}, "The same, accepted"), payloadOf(member.twin, member.title)))),
    one.more > 0 && make("p", { class: "quiet" }, `And ${one.more} more like it, in survey.json.`),
    one.claims.length > 0 && make("ul", { class: "claims" }, ...one.claims.map(([side, source, says, at]) =>
      make("li", { class: side }, make("span", { class: "glyph", "aria-hidden": "true" }, SIGNS[side] ?? "◐"),
        make("b", { class: "name" }, source), make("span", { class: "words" }, ...phraseNodes(says), " ", make("cite", {}, at))))));
}

/** Opens the type that the address names. */
function follow() {
  const row = rowOf.get(decodeURIComponent(location.hash.slice(1)));
  if (!row) return;
  if (row.hidden) {
    query.value = "";
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    filter();
  }
  void toggle(row, true).then(() => {
    row.scrollIntoView({ block: "start" });
    const link = row.querySelector("a.opens");
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
  });
}

table.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.opens") : null;
  const row = link?.closest("tr");
  if (!link || !(row instanceof HTMLTableRowElement)) return;
  event.preventDefault();
  const open = link.getAttribute("aria-expanded") !== "true";
  history.replaceState(null, "", open ? link.getAttribute("href") : "#");
  void toggle(row, open);
});
table.addEventListener("keydown", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.opens") : null;
  if (link instanceof HTMLElement && event.key === " ") {
    event.preventDefault();
    link.click();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== query && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    query.focus();
  } else if (event.key === "Escape" && document.activeElement === query) {
    query.value = "";
    filter();
  }
});
query.addEventListener("input", filter);
for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    filter();
  });
}
addEventListener("hashchange", follow);
filter();
follow();
document.documentElement.dataset.ready = "true";
