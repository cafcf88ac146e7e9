// An opened case: its payload beside the accepted twin, and why each column says what it says.

/**
 * Makes the inside of the panel of a case.
 * @param {Data} data
 * @param {number} row
 * @param {Name} name
 * @param {CaseText} text
 * @param {Detail} detail
 * @param {() => void} close
 * @returns {Node[]}
 */
function caseView(data, row, name, text, detail, close) {
  const { id } = name;
  const title = name.title || id;
  const place = data.place(row);
  const vector = data.vector(row);
  const departing = new Set(data.departures(row));
  const flagIds = data.flags(row).split(" ").filter(Boolean);
  const stances = stancesOf(data, vector);
  const reasons = Object.values(detail.reasons ?? {}).flat();
  const expected = detail.expect?.verdict === "reject" ? "reject" : "accept";
  /** @type {Parameters<typeof pytestFor>[1]} */
  const inputs = [{ id, text, verdict: expected }];
  if (detail.twin) inputs.push({ id: `${id} (accepted twin)`, text: detail.twin, verdict: "accept" });
  const claims = [...new Set(Object.entries(detail.reasons ?? {}).flatMap(([column, list]) =>
    list.flatMap((reason) =>
      reason.claims.map((claim) => `${data.columnOf.get(column)?.variant}:${claim}`))))];
  return [
    make("div", { class: "detail-head" }, make("h3", {}, ...phraseNodes(title)), button("Close", close)),
    make("p", { class: "quiet" }, make("code", {}, id), " at ",
      place ? make("code", {}, place) : "the whole record"),
    detail.why ? make("p", {}, ...phraseNodes(detail.why)) : null,
    payloadPair("Payload", text, detail.twin ?? null),
    make("div", { class: "actions" }, ...actionButtons(data, {
      name: id, title, stances, claims, text, twin: detail.twin ?? null, reasons: reasons.slice(0, 4),
      link: fragment("matrix", [["case", id]]), inputs,
    })),
    expectation(detail),
    make("h4", {}, "What each column says"),
    make("ul", { class: "verdicts" }, ...data.model.columns.map((column, number) =>
      verdictItem(data, column, vector[number], detail, departing.has(number)))),
    flagIds.length ? make("h4", {}, "Flags") : null,
    ...flagIds.map((flag) => {
      const known = data.model.flags.find((other) => other.id === flag);
      return make("p", {}, make("b", {}, flag), known ? `: ${known.means} ${known.effect ?? ""} ` : "",
        ...(known?.links ?? []).flatMap((link) => [outward(link), " "]));
    }),
    citation(detail),
    make("p", { class: "quiet" }, `${detail.file ?? ""}, revision ${detail.rev ?? 1}`,
      detail.near ? "; near " : "",
      detail.near ? make("a", { href: address(fragment("matrix", [["case", detail.near]])) }, detail.near) : ""),
  ].filter((node) => node !== null);
}

/**
 * Returns who stands how by a verdict vector.
 * @param {Data} data
 * @param {string} vector
 * @returns {Record<Side, string[]>}
 */
function stancesOf(data, vector) {
  const pick = (/** @type {string} */ letters) =>
    data.model.columns.filter((_, number) => letters.includes(vector[number])).map(({ id }) => id);
  return { accept: pick("al"), reject: pick("r"), silent: pick("s"), lossy: pick("l") };
}

/**
 * @param {Data} data
 * @param {Column} column
 * @param {string} letter
 * @param {Detail} detail
 * @param {boolean} departs
 */
function verdictItem(data, column, letter, detail, departs) {
  const note = detail.notes?.[column.id] ?? (letter === "n" ? column.not_run : null);
  const reasons = detail.reasons?.[column.id] ?? [];
  return make("li", {},
    glyph(letter),
    make("div", {}, columnLink(column.id, column.name), ` ${VERDICTS[letter].says}`,
      departs && make("span", { class: "departure" }, ", against what is expected")),
    note ? make("p", { class: "why" }, note) : null,
    reasons.length
      ? make("ul", { class: "why" }, ...reasons.map((reason) => reasonItem(data, column, reason)))
      : null,
  );
}

/** @param {Data} data @param {Column} column @param {Reason} reason */
function reasonItem(data, column, reason) {
  const claims = reason.claims.map((id) => data.claim(column.variant ?? "", id)).filter(Boolean);
  return make("li", {},
    "at ", make("code", {}, reason.instance || "(root)"),
    reason.keyword ? " by " : null,
    reason.keyword ? make("code", {}, reason.keyword) : null,
    `: ${reason.message}. `,
    ...claims.flatMap((claim) => [...phraseNodes(claim?.says ?? ""), " ", make("cite", {}, claim?.at ?? ""), " "]),
  );
}

/** @param {Detail} detail */
function expectation(detail) {
  const expect = detail.expect;
  if (!expect) return null;
  const words = {
    accept: "A decoder is expected to accept it",
    reject: "A decoder is expected to reject it",
    either: "Either answer is allowed",
    open: "No source decides it",
  }[expect.verdict] ?? expect.verdict;
  const level = expect.level ? ` (${expect.level})` : "";
  const choices = Object.entries(expect.choices ?? {}).map(([verdict, policy]) =>
    `${verdict} by the policy “${policy}”`).join(", ");
  const because = expect.because ? ` ${expect.because}` : "";
  return make("p", {}, `${words}${level}${choices ? `: ${choices}` : ""}.${because}`);
}

/** @param {Detail} detail */
function citation(detail) {
  if (!detail.cites?.length) return null;
  return make("p", { class: "quiet" }, "Rests on ", ...detail.cites.flatMap((cite, number) =>
    [number ? ", " : "", make("code", {}, cite)]), ".");
}
