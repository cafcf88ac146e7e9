// Judges cases by the TypeScript compiler: is a value of the input's type assignable to the item?
//
// The input is given to the compiler as a declared constant of exactly its type, so as a value that
// comes from elsewhere, JSON.parse for example, and not as a fresh literal: of a literal the
// compiler also refuses unlisted properties, which is a check of one's own spelling, not of the
// type. The target `literal` asks that question instead; `exact` sets exactOptionalPropertyTypes.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const ts = require("typescript");

const RECORD = "realtime-conversation-item";
const DECLARATION = fs.readFileSync(path.join(__dirname, "item.ts"), "utf8");
const LIBRARY = ts.getDefaultLibFilePath({ target: ts.ScriptTarget.ES2020 });
const PARSED = new Map();

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");

/** The type whose only value is this one. */
function typeOf(value) {
  if (Array.isArray(value)) return `[${value.map(typeOf).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).map(([name, of]) => `${quoted(name)}: ${typeOf(of)}`);
    return `{${members.join("; ")}}`;
  }
  if (typeof value === "number") return "number";
  return typeof value === "string" ? quoted(value) : String(value);
}

/** A string as a literal that every JavaScript parser reads alike. */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

function statement(value, n, literal) {
  return literal
    ? `const item${n}: Item = ${JSON.stringify(value)};`
    : `declare const value${n}: ${typeOf(value)}; const item${n}: Item = value${n};`;
}

function program(text, exact) {
  const options = {
    strict: true, exactOptionalPropertyTypes: exact, noEmit: true, types: [],
    target: ts.ScriptTarget.ES2020, lib: ["lib.es5.d.ts"],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, version) => {
    if (name === "cases.ts") return ts.createSourceFile(name, text, version, true);
    if (!PARSED.has(name)) PARSED.set(name, read(name, version));
    return PARSED.get(name);
  };
  return ts.createProgram({ rootNames: ["cases.ts"], options, host });
}

/** The first message of the compiler for each of some values, null where it has none. */
function complaints(values, part, { exact, literal }) {
  const lines = values.map((value, n) => statement(value, n, literal));
  const head = `type Part = ${part};\n${DECLARATION}\n`;
  const built = program(head + lines.join("\n"), exact);
  const file = built.getSourceFile("cases.ts");
  const first = head.split("\n").length - 1;
  const found = values.map(() => null);
  const all = [...built.getSyntacticDiagnostics(file), ...built.getSemanticDiagnostics(file)];
  for (const diagnostic of all) {
    const line = file.getLineAndCharacterOfPosition(diagnostic.start).line - first;
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    found[line] ??= { code: `TS${diagnostic.code}`, message: text.slice(0, 200) };
  }
  return found;
}

/** The values of cases, or why they have none. */
function parsed(message) {
  try {
    const text = message.base64 === undefined
      ? message.text
      : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
          .decode(Buffer.from(message.base64, "base64"));
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: { code: "JSON", message: String(error.message).slice(0, 200) } };
  }
}

/** A verdict rests on the shape of a part where the two readings of that shape, that any value is
 * one and that none is, come to different ends. */
function answer(messages) {
  for (const target of new Set(messages.map((message) => message.target))) {
    const how = { exact: target === "exact", literal: target === "literal" };
    const read = messages.filter((m) => m.target === target).map((m) => [m.n, parsed(m)]);
    const good = read.filter(([, one]) => one.error === undefined);
    const values = good.map(([, one]) => one.value);
    const lenient = complaints(values, "unknown", how);
    const strict = complaints(values, "never", how);
    for (const [n, { error }] of read) {
      if (error !== undefined) say({ n, verdict: "reject", errors: [error] });
    }
    good.forEach(([n], at) => {
      if (lenient[at] !== null) say({ n, verdict: "reject", errors: [lenient[at]] });
      else if (strict[at] === null) say({ n, verdict: "accept" });
      else say({ n, verdict: "unsupported", reason: "the page only names the type of a content part" });
    });
  }
}

const waiting = [];

function flush() {
  if (waiting.length > 0) answer(waiting.splice(0));
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.op === "hello") {
    complaints([], "unknown", { exact: false, literal: false });
    say({
      op: "hello", protocol: 1,
      adapter: { name: "native-typescript", version: "1.0.0" },
      subject: { name: "typescript", version: ts.version, language: "typescript" },
      targets: [RECORD, "exact", "literal"], max_inflight: 256,
    });
  } else if (message.op === "case") {
    if (waiting.push(message) === 1) setImmediate(flush);
  } else {
    process.exit(0);
  }
});
