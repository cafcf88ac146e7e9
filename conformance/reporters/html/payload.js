// Payloads: JSON texts read without changing a number, laid out, what differs marked.

/** @typedef {{kind: "leaf", text: string}} Leaf */
/** @typedef {{kind: "object", names: string[], items: Tree[], text: string}} ObjectTree */
/** @typedef {{kind: "array", items: Tree[], text: string}} ArrayTree */
/** @typedef {Leaf | ObjectTree | ArrayTree} Tree */

const LINE = 56;
const LONGEST = 300;
const TOKENS = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/gys;

/**
 * Reads a JSON text into a tree whose leaves keep their text.
 * @param {string} text
 * @returns {Tree | null} Null where it is not one JSON text.
 */
function readTree(text) {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = Array.from(text.matchAll(TOKENS), (match) => match[1]);
  let at = 0;
  /** @returns {Tree} */
  const value = () => {
    const token = tokens[at++];
    if (token === "[") {
      /** @type {Tree[]} */
      const items = [];
      while (tokens[at] !== "]") {
        items.push(value());
        if (tokens[at] === ",") at += 1;
      }
      at += 1;
      return { kind: "array", items, text: `[${items.map((item) => item.text).join(", ")}]` };
    }
    if (token === "{") {
      /** @type {string[]} */
      const names = [];
      /** @type {Tree[]} */
      const items = [];
      while (tokens[at] !== "}") {
        names.push(tokens[at]);
        at += 2;
        items.push(value());
        if (tokens[at] === ",") at += 1;
      }
      at += 1;
      const inside = names.map((name, number) => `${name}: ${items[number].text}`).join(", ");
      return { kind: "object", names, items, text: `{${inside}}` };
    }
    return { kind: "leaf", text: token };
  };
  return value();
}

/**
 * Lays a tree out, marking what the other tree has differently or not at all.
 * @param {Tree} tree
 * @param {Tree | null} other Null marks nothing.
 * @returns {{text: string, marked: boolean}[]}
 */
function layOut(tree, other) {
  /** @type {{text: string, marked: boolean}[]} */
  const runs = [];
  /** @param {string} text @param {boolean} marked */
  const put = (text, marked) => {
    const last = runs.at(-1);
    if (last && last.marked === marked) last.text += text;
    else runs.push({ text, marked });
  };
  /** @param {Tree} here @param {Tree | null} there @param {string} indent @param {boolean} marked */
  const write = (here, there, indent, marked) => {
    const differs = there !== null && here.text !== there.text;
    if (!marked && differs && (here.kind === "leaf" || here.kind !== there.kind)) marked = true;
    if (here.kind === "leaf" || !here.items.length) {
      put(shortened(here.text), marked);
      return;
    }
    const short = here.text.length <= LINE;
    const inner = short ? indent : `${indent}  `;
    const [opening, closing] = here.kind === "object" ? "{}" : "[]";
    put(short ? opening : `${opening}\n${inner}`, marked);
    here.items.forEach((item, number) => {
      if (number) put(short ? ", " : `,\n${inner}`, marked);
      let twin = null;
      if (there && here.kind === "object" && there.kind === "object") {
        twin = there.items[there.names.indexOf(here.names[number])] ?? null;
      } else if (there && here.kind === "array" && there.kind === "array") {
        twin = there.items[number] ?? null;
      }
      const fresh = marked || (there !== null && twin === null);
      if (here.kind === "object") put(`${shortened(here.names[number])}: `, fresh);
      write(item, twin, inner, fresh);
    });
    put(short ? closing : `\n${indent}${closing}`, marked);
  };
  write(tree, other, "", false);
  return runs;
}

/** @param {string} text */
function shortened(text) {
  if (text.length <= LONGEST) return text;
  const size = text.length.toLocaleString("en");
  return `${text.slice(0, LONGEST / 2)}…${text.slice(-20)} (${size} characters)`;
}

/**
 * Makes the box of a payload.
 * @param {CaseText} text
 * @param {string | null} other The twin's text, to mark what differs.
 * @returns {HTMLElement}
 */
function payloadBox(text, other) {
  const code = make("code", {});
  if (typeof text !== "string") {
    fill(code, [text.base64]);
  } else {
    const tree = readTree(text);
    const twin = other === null ? null : readTree(other);
    const runs = tree ? layOut(tree, twin) : [{ text: shortened(text), marked: false }];
    fill(code, runs.map((run) => (run.marked ? make("mark", {}, run.text) : run.text)));
  }
  // Only what may have to be scrolled is a stop of its own.
  const long = (code.textContent ?? "").length > 800;
  return make("pre", { class: "payload", tabindex: long ? 0 : null }, code);
}

/**
 * Makes a payload beside its accepted twin.
 * @param {string} label
 * @param {CaseText} text
 * @param {string | null} twin
 * @returns {HTMLElement}
 */
function payloadPair(label, text, twin) {
  const bytes = typeof text === "string" ? "" : ", bytes in base64";
  return make(
    "div",
    { class: "pair" },
    make("figure", {}, make("figcaption", {}, label + bytes), payloadBox(text, twin)),
    twin !== null &&
      make(
        "figure",
        {},
        make("figcaption", {}, "Its accepted twin"),
        payloadBox(twin, typeof text === "string" ? text : null),
      ),
  );
}
