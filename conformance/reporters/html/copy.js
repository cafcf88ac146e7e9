// What the copy buttons give: JSON, a pytest, a bug report, a link.

/**
 * Copies a text; if the browser does not allow it, shows it to be copied by hand.
 * @param {string} text
 * @param {string} what Named in the message.
 */
async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied: ${what}.`);
  } catch {
    const dialog = /** @type {HTMLDialogElement} */ (byId("copy-dialog"));
    const area = make("textarea", { readonly: true, "aria-label": what });
    area.value = text;
    dialog.replaceChildren(
      make("h2", { id: "copy-heading" }, `Copy the ${what}`),
      area,
      make("div", { class: "close" }, button("Close", () => dialog.close())),
    );
    dialog.showModal();
    area.select();
  }
}

let toastTimer = 0;

/** @param {string} message */
function toast(message) {
  const element = byId("toast");
  element.textContent = message;
  element.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => element.classList.remove("shown"), 2500);
}

/**
 * Returns a text that survives any clipboard: a lone surrogate as the escape that JSON has for it.
 * @param {string} text
 */
function copyable(text) {
  return text.replace(/\p{Cs}/gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

/**
 * Returns a text as a Python string literal, ASCII only.
 * @param {string} text
 */
function pythonString(text) {
  const quoted = JSON.stringify(text).replace(/\x7f|[^\x00-\x7f]/gu, (character) => {
    const point = /** @type {number} */ (character.codePointAt(0));
    return point > 0xffff
      ? `\\U${point.toString(16).padStart(8, "0")}`
      : `\\u${point.toString(16).padStart(4, "0")}`;
  });
  return quoted;
}

/**
 * Returns a pytest file that feeds payloads to a decoder; it runs as it is, and skips until the
 * decoder is filled in.
 * @param {string} title
 * @param {{id: string, text: CaseText, verdict: "accept" | "reject"}[]} inputs
 */
function pytestFor(title, inputs) {
  const cases = inputs.map(({ id, text, verdict }) => {
    const literal = typeof text === "string"
      ? `${pythonString(text)}.encode("utf-8", "surrogatepass")`
      : `base64.b64decode(${pythonString(text.base64)})`;
    return `    pytest.param(\n        ${literal},\n        ${pythonString(verdict)},\n` +
      `        id=${pythonString(id)},\n    ),`;
  });
  const needs = inputs.some(({ text }) => typeof text !== "string") ? "import base64\n\n" : "";
  const heading = pythonString(title).slice(1, -1).replaceAll('\\"', "'");
  return `"""${heading.replace(/\.$/, "")}."""
${needs}import pytest

CASES = [
${cases.join("\n")}
]


def decode(payload: bytes) -> object:
    """Call your decoder here: return what it makes of the payload, raise if it rejects it."""
    pytest.skip("decode() is not filled in yet")


@pytest.mark.parametrize(("payload", "expected"), CASES)
def test_payload(payload, expected):
    if expected == "accept":
        decode(payload)
    else:
        with pytest.raises(Exception):
            decode(payload)
`;
}

/**
 * Returns a bug report for the maintainers of a column.
 * @param {Data} data
 * @param {string} columnId
 * @param {{title: string, stances: Record<Side, string[]>, claims: string[], text: CaseText | null, twin: string | null, reasons: Reason[], link: string}} about
 */
function bugReport(data, columnId, about) {
  const { words, columns } = data.model.bug;
  const column = /** @type {Column} */ (data.columnOf.get(columnId));
  const { stances } = about;
  const stance = stances.accept.includes(columnId) ? "accept"
    : stances.reject.includes(columnId) ? "reject" : "silent";
  const other = stance === "accept" ? "reject" : "accept";
  const { introduction, name } = columns[columnId];
  const lines = [filled(words.heading,
    { column: markdown(name), does: words[stance], title: markdown(about.title) })];
  if (introduction) lines.push("", markdown(introduction));
  if (about.text !== null) {
    const { text } = about;
    const shown = typeof text === "string" ? copyable(text) : text.base64;
    const title = typeof text === "string" ? words.input : words.base64;
    lines.push("", title, ...block(shown));
  }
  if (about.twin !== null) lines.push("", words.twin, ...block(copyable(about.twin)));
  lines.push(...listing(words[`others_${other}`],
    stances[other].map((id) => markdown(columns[id].versioned))));
  const said = about.claims.flatMap((claim) => claimLine(data, claim));
  const own = said.filter((claim) => claim.variant === column.variant);
  const rest = said.filter((claim) => claim.variant !== column.variant);
  lines.push(...listing(words.own, own.map((claim) => filled(words.claim, claim.shown))));
  lines.push(...listing(words.rest, rest.map((claim) => filled(words.claim, claim.shown))));
  lines.push(...listing(words.why, about.reasons.map((reason) =>
    filled(words.reason,
      { place: codeSpan(reason.instance || "(root)"), message: markdown(reason.message) }))));
  const { record, tool } = data.model.record;
  lines.push("", filled(words.found, { tool: markdown(tool), record: markdown(record) }));
  return `${lines.join("\n")}\n`;
}

const MARKUP = new RegExp([
  "[\\\\*\\[\\]~$|]", "(?<![\\p{L}\\p{N}])_", "_(?![\\p{L}\\p{N}])", ":(?=\\/{2})", "(?<=\\bwww)\\.",
  "(?<entity>&(?=[\\p{L}\\p{N}_#]))", "(?<tag><)",
  "(?<linked>(?<![\\p{L}\\p{N}_])@(?=[\\p{L}\\p{N}_])|@(?=[\\p{L}\\p{N}_.-]*\\.[\\p{L}\\p{N}_.-]*[A-Za-z])" +
    "|#(?=\\p{N})|(?<=\\bGH)-(?=\\p{N}))",
].join("|"), "giu");
const START = /^(\s*(?=[#>+=-])|\s*\d+(?=[.)](?:\s|$)))(.)/;

/**
 * Returns a text as a part of one line of Markdown, what stands in backticks as code. Nothing in it
 * is markup; as in the module `escape` of the package.
 * @param {string} text
 */
function markdown(text) {
  const parts = visible(text.replaceAll("\n", " ")).split("`");
  const last = parts.length - 1;
  const made = parts.map((part, number) => {
    const words = part.replace(MARKUP, (mark, ...rest) => {
      const { entity, tag, linked } = rest[rest.length - 1];
      return entity ? "&amp;" : tag ? "&lt;" : linked ? `${mark}&#8203;` : `\\${mark}`;
    });
    if (number % 2 === 0) return words;
    if (number === last) return `\\\`${words}`;
    return part.trim() ? `\`${part}\`` : `\\\`${words}\\\``;
  });
  return made.join("").replace(START, "$1\\$2");
}

/**
 * Returns a fence that is longer than any run of backticks in a text.
 * @param {string} text
 * @param {number} least
 */
function fence(text, least) {
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length + 1);
  return "`".repeat(Math.max(least, ...runs));
}

/** @param {string} text */
function codeSpan(text) {
  const marks = fence(text, 1);
  const space = text.includes("`") ? " " : "";
  return `${marks}${space}${visible(text).replaceAll("\n", "\\u000a")}${space}${marks}`;
}

/** @param {string} text */
function block(text) {
  const marks = fence(text, 3);
  return [`${marks}json`, text, marks];
}

/** @param {string} words @param {Record<string, string>} values */
function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** @param {string} title @param {string[]} items */
function listing(title, items) {
  return items.length ? ["", title, ...items.map((item) => `- ${item}`)] : [];
}

/** @param {Data} data @param {string} qualified */
function claimLine(data, qualified) {
  const colon = qualified.indexOf(":");
  const variant = qualified.slice(0, colon);
  const claim = data.claim(variant, qualified.slice(colon + 1));
  return claim ? [{
    variant, shown: { variant: markdown(variant), at: markdown(claim.at), says: markdown(claim.says) },
  }] : [];
}

/**
 * Makes the buttons of a payload.
 * @param {Data} data
 * @param {Parameters<typeof bugReport>[2] & {name: string, inputs: Parameters<typeof pytestFor>[1]}} about
 * @returns {Node[]}
 */
function actionButtons(data, about) {
  const { text } = about;
  const sides = [...about.stances.reject, ...about.stances.accept, ...about.stances.silent];
  /** @type {Node[]} */
  const made = [];
  if (text !== null) {
    made.push(button("Copy payload", () =>
      copy(typeof text === "string" ? copyable(text) : text.base64, "payload")));
    made.push(button("Copy as pytest", () => copy(pytestFor(about.title, about.inputs), "pytest")));
  }
  if (sides.length) {
    const choice = make("select", { "aria-label": `Column to report ${about.title} to` },
      make("option", { value: "" }, "Bug report for…"),
      ...sides.map((id) => make("option", { value: id }, data.model.bug.columns[id].name)));
    choice.addEventListener("change", () => {
      if (!choice.value) return;
      copy(bugReport(data, choice.value, about), `bug report for ${data.model.bug.columns[choice.value].name}`);
      choice.value = "";
    });
    made.push(choice);
  }
  made.push(button("Copy link", () => copy(address(about.link), "link")));
  return made;
}
