// Puts the parts together: tabs, keys, the help.

const KEYS = [
  ["/", "go to the query"],
  ["1 … 7", "the tabs, as many as there are"],
  ["n, p", "next and previous disagreement, finding or field in conflict"],
  ["← → ↑ ↓", "move in a table or grid; Page Up, Page Down, Home, End too"],
  ["↑ at the top", "to the groups of columns; Enter folds or unfolds one"],
  ["Enter", "open the row or cell"],
  ["Esc", "close what is open, then empty the query"],
  ["?", "this help"],
];
const FOLDS = "A group's name above the matrix folds it into one column, which counts what its columns " +
  "say. The chips above the grid show a group or put it away. The address of the " +
  "page keeps both.";
const ASK = [
  ["words", "in a case's id, title, place or flags; \"two words\" together"],
  ["COLUMN:reject", "or accept, silent, lossy, unsupported …; a group or * works too"],
  ["is:split", "some accept, some reject"],
  ["is:gap", "some decide, some are silent"],
  ["is:contradiction", "its prose accepts, its types reject; is:refinement the other way"],
  ["is:departure", "against what is expected"],
  ["is:minimal", "the fewest cases that tell all columns apart"],
  ["is:loss, is:error", "changed on the way; failed to answer"],
  ["place:/a/b", "at this place or inside it"],
  ["flag:NAME", "with this flag"],
  ["accepts:>=5", "so many columns; rejects and silents too"],
  ["payload:text", "the input holds the text"],
  ["like:CASE", "the same verdicts as that case"],
  ["-term", "not"],
];

/** Single-key shortcuts can be switched off, for those whose software types letters by itself. */
const shortcuts = {
  on: true,
  load() {
    try {
      this.on = localStorage.getItem("conformance-keys") !== "off";
    } catch { /* No storage on this page: they stay on. */ }
  },
  /** @param {boolean} on */
  set(on) {
    this.on = on;
    try {
      localStorage.setItem("conformance-keys", on ? "on" : "off");
    } catch { /* No storage on this page: it holds until the page is closed. */ }
  },
};

/** @param {string[][]} rows */
function table(rows, key = false) {
  return make("table", {}, make("tbody", {}, ...rows.map(([name, words]) =>
    make("tr", {}, make("th", { scope: "row" }, make(key ? "kbd" : "code", {}, name)),
      make("td", {}, words)))));
}

function showHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("help"));
  if (dialog.open) return;
  const box = make("input", { type: "checkbox", id: "keys-on" });
  box.checked = shortcuts.on;
  box.addEventListener("change", () => shortcuts.set(box.checked));
  dialog.replaceChildren(
    // Focused first, so that the help opens at its top.
    make("h2", { id: "help-heading", tabindex: -1, autofocus: true }, "Help"),
    make("div", { class: "help-parts" },
      make("section", {}, make("h3", {}, "Keys"), table(KEYS, true),
        make("h3", {}, "Groups of columns"), make("p", {}, FOLDS)),
      make("section", {}, make("h3", {}, "What the query understands"), table(ASK))),
    make("div", { class: "close" },
      make("label", { for: "keys-on" }, box, " single-key shortcuts"),
      button("Close", () => dialog.close())));
  dialog.showModal();
}

/** @typedef {{fields: Fields | null, findings: Findings, matrix: Matrix, pairs: Pairs}} Parts */

/**
 * @param {KeyboardEvent} event
 * @param {Parts} parts
 */
function onKey(event, { fields, findings, matrix, pairs }) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.matches("input[type=search], textarea, select");
  const { tab, path, values } = here();
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (tab === "matrix" && values.get("case")) matrix.close();
    else if (tab === "matrix" && values.get("q")) go("matrix", { q: "" });
    else if (tab === "reads" && values.get("pair")) pairs.close();
    else if (tab === "fields" && path.length) fields?.close();
    else return;
    event.preventDefault();
    return;
  }
  if (typing || !shortcuts.on) return;
  const step = event.key === "n" ? 1 : event.key === "p" ? -1 : 0;
  if (event.key === "/") {
    go("matrix", {});
    matrix.input.focus();
    matrix.input.select();
  } else if (event.key === "?") showHelp();
  else if (step && tab === "matrix") matrix.next(step);
  else if (step && tab === "findings") findings.next(step);
  else if (step && tab === "fields") fields?.next(step);
  else if (/^[1-9]$/.test(event.key) && Number(event.key) <= TABS.length) go(TABS[Number(event.key) - 1], {});
  else return;
  event.preventDefault();
}

async function start() {
  shortcuts.load();
  const tabs = TABS.map((tab) => byId(`tab-${tab}`));
  listeners.push(({ tab }) => {
    document.documentElement.dataset.tab = tab;
    document.documentElement.classList.toggle("inner", tab !== TABS[0]);
    TABS.forEach((name, number) => {
      byId(name).classList.toggle("current", name === tab);
      if (name === tab) {
        tabs[number].setAttribute("aria-current", "page");
        // On a narrow screen the tabs scroll sideways.
        const strip = /** @type {HTMLElement} */ (tabs[number].parentElement);
        strip.scrollLeft = tabs[number].offsetLeft - strip.offsetLeft - 16;
      } else tabs[number].removeAttribute("aria-current");
    });
  });
  tabs.forEach((link, number) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(TABS[number], {});
  }));
  byId("help-button").addEventListener("click", showHelp);
  announce();
  const data = await Data.load();
  const parts = {
    fields: TABS.includes("fields") ? new Fields(data) : null,
    findings: new Findings(data),
    matrix: new Matrix(data),
    pairs: new Pairs(data),
  };
  const scorecard = new Scorecard(data);
  const sides = new Sides(data);
  listeners.push((place) => {
    if (place.tab === "fields") parts.fields?.show(place);
    if (place.tab === "findings") parts.findings.show(place.values);
    if (place.tab === "column") scorecard.show(place);
    if (place.tab === "matrix") parts.matrix.show(place.values);
    if (place.tab === "reads") parts.pairs.show(place.values);
    if (place.tab === "sides") sides.show(place.values);
  });
  window.addEventListener("hashchange", announce);
  document.addEventListener("keydown", (event) => onKey(event, parts));
  announce();
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  const notice = make("p", { class: "notice", role: "alert" },
    "The interactive part could not start (it needs a browser from 2023 or later); the fields, the " +
    `findings, the grid and the sources can be read in full. ${String(error)}`);
  byId("content").prepend(notice);
  document.documentElement.classList.remove("js");
});
