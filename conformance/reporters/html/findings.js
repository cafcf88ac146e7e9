// The findings tab: the entries stand in the page already; this adds filters, links and copying.

/** The findings tab. */
class Findings {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.articles = Array.from(document.querySelectorAll("article.finding"),
      (article) => /** @type {HTMLElement} */ (article));
    /** @type {Map<string, [number, number]>} */
    this.memberOf = new Map();
    data.model.entries.forEach((entry, number) =>
      entry.members.forEach((member, index) => this.memberOf.set(visible(member.id), [number, index])));
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
    const entry = this.data.model.entries[Number(place.getAttribute("data-entry"))];
    const member = entry.members[Number(place.getAttribute("data-member"))];
    /** @type {Parameters<typeof pytestFor>[1]} */
    const inputs = [];
    if (member.payload !== null) inputs.push({ id: member.id, text: member.payload, verdict: "accept" });
    if (member.twin !== null) {
      inputs.push({ id: `${member.id} (accepted twin)`, text: member.twin, verdict: "accept" });
    }
    fill(place, actionButtons(this.data, {
      name: member.id, title: member.title, stances: entry.stances, claims: entry.claims,
      text: member.payload, twin: member.twin, reasons: [],
      link: fragment("findings", [["id", member.id]]), inputs,
    }));
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
    byId("findings-empty").hidden = any || !this.articles.length;
    for (const chip of byId("finding-chips").children) {
      const on = values.get(chip.getAttribute("data-name") ?? "") === chip.getAttribute("data-value");
      chip.setAttribute("aria-pressed", String(on));
    }
    const id = values.get("id") ?? "";
    if (id !== this.shown) this.target(id);
  }

  /** @param {string} id */
  target(id) {
    this.shown = id;
    for (const article of this.articles) article.classList.remove("target");
    const found = this.memberOf.get(id);
    if (!found) {
      if (id) toast(`There is no finding ${id}.`);
      return;
    }
    const [number, member] = found;
    const article = this.articles[number];
    article.hidden = false;
    article.classList.add("target");
    const outer = article.querySelector("details.evidence");
    const inner = article.querySelector("details.members");
    if (outer instanceof HTMLDetailsElement) outer.open = true;
    if (member && inner instanceof HTMLDetailsElement) inner.open = true;
    const section = member ? article.querySelectorAll(".member")[member - 1] : null;
    this.at = number;
    (section ?? article).scrollIntoView({ block: "start" });
  }

  /** @param {1 | -1} step */
  next(step) {
    for (let at = this.at + step; at >= 0 && at < this.articles.length; at += step) {
      if (this.articles[at].hidden) continue;
      this.at = at;
      go("findings", { id: this.data.model.entries[at].members[0].id }, "replace");
      const summary = this.articles[at].querySelector("summary");
      if (summary instanceof HTMLElement) summary.focus({ preventScroll: true });
      return;
    }
    toast(step > 0 ? "That was the last finding." : "That was the first finding.");
  }
}
