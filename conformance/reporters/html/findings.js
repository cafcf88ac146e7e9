// The findings tab: the entries stand in the page already; this adds filters, links and copying.

/** The findings tab. */
class Findings {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.articles = Array.from(document.querySelectorAll("article.finding"),
      (article) => /** @type {HTMLElement} */ (article));
    this.groups = Array.from(document.querySelectorAll("#findings details.more"),
      (group) => /** @type {HTMLDetailsElement} */ (group));
    this.filtered = false;
    this.at = -1;
    this.shown = "";
    this.chips();
    for (const place of document.querySelectorAll(".actions[data-entry]")) this.actions(place);
  }

  chips() {
    const chips = byId("finding-chips");
    const kinds = ["conflict", "contradiction", "loss", "refinement", "gap"];
    const states = ["new", "changed", "vanished", "expired"];
    /** @param {string} name @param {string} value @param {string} label */
    const add = (name, value, label) => {
      const key = name === "kind" ? "kinds" : "state";
      const having = this.articles.filter(
        (article) => (article.dataset[key] ?? "").split(" ").includes(value));
      const number = having.reduce((sum, article) => sum + Number(article.dataset.size), 0);
      if (!having.length || having.length === this.articles.length) return;
      chips.append(button(`${label} ${number}`, () => {
        const on = here().values.get(name) === value;
        go("findings", { [name]: on ? "" : value, id: "" });
      }, { "aria-pressed": "false", "data-name": name, "data-value": value }));
    };
    for (const state of states) add("state", state, state[0].toUpperCase() + state.slice(1));
    for (const kind of kinds) add("kind", kind, kind[0].toUpperCase() + kind.slice(1));
  }

  /** @param {Element} place */
  actions(place) {
    const number = Number(place.getAttribute("data-entry"));
    fill(place, findingActions(this.data, number, Number(place.getAttribute("data-member"))));
  }

  /**
   * Follows the address.
   * @param {URLSearchParams} values
   */
  show(values) {
    const kind = values.get("kind") ?? "";
    const state = values.get("state") ?? "";
    let any = false;
    for (const article of this.articles) {
      const kinds = (article.dataset.kinds ?? "").split(" ");
      const fits = (!kind || kinds.includes(kind)) && (!state || article.dataset.state === state);
      article.hidden = !fits;
      any ||= fits;
    }
    this.fold(Boolean(kind || state));
    byId("findings-empty").hidden = any || !this.articles.length;
    for (const chip of byId("finding-chips").children) {
      const on = values.get(chip.getAttribute("data-name") ?? "") === chip.getAttribute("data-value");
      chip.setAttribute("aria-pressed", String(on));
    }
    const id = values.get("id") ?? "";
    if (id !== this.shown) this.target(id);
  }

  /**
   * Says how many entries of each group are left, and opens those groups while there is a filter.
   * @param {boolean} filtered
   */
  fold(filtered) {
    let left = 0;
    for (const group of this.groups) {
      const fitting = Array.from(group.querySelectorAll("article.finding"))
        .filter((article) => !(/** @type {HTMLElement} */ (article).hidden)).length;
      group.hidden = !fitting;
      left += fitting;
      const count = group.querySelector(".count");
      if (count) count.textContent = fitting.toLocaleString("en");
      if (filtered !== this.filtered) group.open = filtered;
    }
    this.filtered = filtered;
    const heading = document.getElementById("more-heading");
    if (!heading) return;
    heading.hidden = !left;
    heading.textContent = filtered ? "By what they are about" : `And ${left.toLocaleString("en")} more`;
  }

  /** @param {string} id */
  target(id) {
    this.shown = id;
    for (const article of this.articles) article.classList.remove("target");
    const found = this.data.memberOf.get(id);
    if (!found) {
      if (id) toast(`There is no finding ${id}.`);
      return;
    }
    const [number, member] = found;
    const article = byId(`f${number}`);
    article.hidden = false;
    article.classList.add("target");
    const group = article.closest("details.more");
    if (group instanceof HTMLDetailsElement) {
      group.hidden = false;
      group.open = true;
    }
    const outer = article.querySelector("details.evidence");
    const inner = article.querySelector("details.members");
    if (outer instanceof HTMLDetailsElement) outer.open = true;
    if (member && inner instanceof HTMLDetailsElement) inner.open = true;
    const section = member ? article.querySelectorAll(".member")[member - 1] : null;
    this.at = this.articles.indexOf(article);
    (section ?? article).scrollIntoView({ block: "start" });
  }

  /** @param {1 | -1} step */
  next(step) {
    for (let at = this.at + step; at >= 0 && at < this.articles.length; at += step) {
      const article = this.articles[at];
      if (article.hidden) continue;
      this.at = at;
      const entry = this.data.model.entries[Number(article.dataset.number)];
      go("findings", { id: entry.members[0].id }, "replace");
      const summary = article.querySelector("summary");
      if (summary instanceof HTMLElement) summary.focus({ preventScroll: true });
      return;
    }
    toast(step > 0 ? "That was the last finding." : "That was the first finding.");
  }
}

/**
 * Makes the buttons of a finding.
 * @param {Data} data
 * @param {number} number The number of its entry.
 * @param {number} index Which of the entry's findings it is.
 * @returns {Node[]}
 */
function findingActions(data, number, index) {
  return actionButtons(data, aboutFinding(data, number, index));
}

/**
 * Returns what is copied about a finding.
 * @param {Data} data
 * @param {number} number
 * @param {number} index
 * @returns {Parameters<typeof actionButtons>[1]}
 */
function aboutFinding(data, number, index) {
  const entry = data.model.entries[number];
  const member = entry.members[index];
  /** @type {Parameters<typeof pytestFor>[1]} */
  const inputs = [];
  if (member.payload !== null) inputs.push({ id: member.id, text: member.payload, verdict: "accept" });
  if (member.twin !== null) {
    inputs.push({ id: `${member.id} (accepted twin)`, text: member.twin, verdict: "accept" });
  }
  return {
    name: member.id, title: member.title, stances: entry.stances, claims: entry.claims,
    text: member.payload, twin: member.twin, reasons: [],
    link: fragment("findings", [["id", member.id]]), inputs,
  };
}
