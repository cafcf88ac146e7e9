// What the copy buttons give: JSON, a pytest, a bug report, a link.

/**
 * Copies a text; where the browser refuses, shows it to be copied by hand.
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
    """Call your decoder here: return what it makes of the payload, raise where it refuses it."""
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
  const column = /** @type {Column} */ (data.columnOf.get(columnId));
  const variant = column.variant === null ? undefined : data.variantOf.get(column.variant);
  const { stances } = about;
  const takes = stances.accept.includes(columnId);
  const does = takes ? "accepts" : stances.reject.includes(columnId) ? "rejects" : "does not say";
  const others = takes ? stances.reject : stances.accept;
  const lines = [`## ${columnId} ${does}: ${about.title}`, ""];
  if (variant) {
    const source = variant.source;
    const of = variant.component ? ` of \`${variant.component}\`` : "";
    const origin = source ? `, ${source.project} ${source.version}, ${source.document}` : "";
    lines.push(`The description${of}${origin}.`);
  } else if (column.subject) {
    lines.push(`${column.subject.name} ${column.subject.version} (${column.subject.language}).`);
  }
  if (about.text !== null) {
    const shown = typeof about.text === "string" ? copyable(about.text) : about.text.base64;
    const kind = typeof about.text === "string" ? "Smallest input" : "Smallest input, in base64";
    lines.push("", `${kind}:`, "```json", shown, "```");
  }
  if (about.twin !== null) {
    lines.push("The nearest input that is accepted:", "```json", copyable(about.twin), "```");
  }
  if (others.length) {
    lines.push("", `Others ${takes ? "reject" : "accept"} it:`);
    for (const other of others) lines.push(`- ${versioned(data, other)}`);
  }
  const said = about.claims.map((claim) => claimLine(data, claim)).filter(Boolean);
  const own = said.filter((line) => line?.variant === column.variant);
  const rest = said.filter((line) => line?.variant !== column.variant);
  if (own.length) lines.push("", "What its own source says:", ...own.map((line) => `- ${line?.text}`));
  if (rest.length) lines.push("", "What the others say:", ...rest.map((line) => `- ${line?.text}`));
  if (about.reasons.length) {
    lines.push("", "Why it is so:");
    for (const reason of about.reasons) lines.push(`- at \`${reason.instance || "(root)"}\`: ${reason.message}`);
  }
  const { record, tool } = data.model.record;
  lines.push("", `Found by conformance ${tool} in the record ${record}.`);
  return `${lines.join("\n")}\n`;
}

/** @param {Data} data @param {string} id */
function versioned(data, id) {
  const column = /** @type {Column} */ (data.columnOf.get(id));
  const source = column.variant === null ? undefined : data.variantOf.get(column.variant)?.source;
  if (column.subject) return `${id} (${column.subject.name} ${column.subject.version})`;
  return source ? `${id} (${source.project} ${source.version})` : id;
}

/** @param {Data} data @param {string} qualified */
function claimLine(data, qualified) {
  const colon = qualified.indexOf(":");
  const variant = qualified.slice(0, colon);
  const claim = data.claim(variant, qualified.slice(colon + 1));
  return claim ? { variant, text: `${variant}, ${claim.at}: ${claim.says}` } : null;
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
      ...sides.map((id) => make("option", { value: id }, id)));
    choice.addEventListener("change", () => {
      if (!choice.value) return;
      copy(bugReport(data, choice.value, about), `bug report for ${choice.value}`);
      choice.value = "";
    });
    made.push(choice);
  }
  made.push(button("Copy link", () => copy(address(about.link), "link")));
  return made;
}
