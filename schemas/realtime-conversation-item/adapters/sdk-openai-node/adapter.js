// Judges cases by the types of npm's openai: is a value of the input's type assignable to them?
//
// The argument is the release. The input is given to the compiler as a declared constant of exactly
// its type, as a value that comes from JSON.parse, and not as a fresh literal, of which the compiler
// would refuse unlisted properties too.
"use strict";

const readline = require("node:readline");
const ts = require("typescript");

const PACKAGE = `openai-${process.argv[2]}`;
const BETA = `${PACKAGE}/resources/beta/realtime/realtime`;
const TYPES = {
  "item-with-reference": [BETA, "ConversationItemWithReference"],
  item: [BETA, "ConversationItem"],
  union: [`${PACKAGE}/resources/realtime/realtime`, "ConversationItem"],
};
const OPTIONS = {
  strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2020,
  lib: ["lib.es2020.d.ts"], module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
};
const CASES = `${__dirname}/cases.ts`;
const PARSED = new Map();

let last;

/** Answers; a message may quote half a surrogate pair, which no JSON text may hold. */
const say = (message) =>
  process.stdout.write(JSON.stringify(message).replace(/\\ud[89a-f][0-9a-f]{2}/g, "\\ufffd") + "\n");

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

function program(text) {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile;
  const exists = host.fileExists;
  host.fileExists = (name) => name === CASES || exists(name);
  host.getSourceFile = (name, version) => {
    if (name === CASES) return ts.createSourceFile(name, text, version, true);
    if (!PARSED.has(name)) PARSED.set(name, read(name, version));
    return PARSED.get(name);
  };
  last = ts.createProgram({ rootNames: [CASES], options: OPTIONS, host, oldProgram: last });
  return last;
}

/** The first message of the compiler for each of some values, null where it has none. */
function complaints(values, target) {
  const [module, name] = TYPES[target];
  const head = [`import type { ${name} as Item } from ${quoted(module)};`];
  const lines = values.map((value, n) =>
    `declare const value${n}: ${typeOf(value)}; const item${n}: Item = value${n};`);
  const built = program([...head, ...lines].join("\n"));
  const file = built.getSourceFile(CASES);
  const found = values.map(() => null);
  const all = [...built.getSyntacticDiagnostics(file), ...built.getSemanticDiagnostics(file)];
  for (const diagnostic of all) {
    const line = file.getLineAndCharacterOfPosition(diagnostic.start).line - head.length;
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    if (line < 0) throw new Error(text);
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

function answer(messages) {
  const read = messages.map((message) => [message.n, parsed(message)]);
  const good = read.filter(([, one]) => one.error === undefined);
  const found = complaints(good.map(([, one]) => one.value), messages[0].target);
  for (const [n, { error }] of read) {
    if (error !== undefined) say({ n, verdict: "reject", errors: [error] });
  }
  good.forEach(([n], at) =>
    say(found[at] === null ? { n, verdict: "accept" } : { n, verdict: "reject", errors: [found[at]] }));
}

const waiting = [];

function flush() {
  if (waiting.length > 0) answer(waiting.splice(0));
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.op === "hello") {
    const found = Object.entries(TYPES).filter(([, [module]]) =>
      ts.resolveModuleName(module, CASES, OPTIONS, ts.sys).resolvedModule);
    say({
      op: "hello", protocol: 1,
      adapter: { name: "sdk-openai-node", version: "1.0.0" },
      subject: {
        name: "openai (npm)", version: require(`./node_modules/${PACKAGE}/package.json`).version,
        language: "typescript",
      },
      targets: found.map(([target]) => target), max_inflight: 256,
    });
  } else if (message.op === "case") {
    if (waiting.push(message) === 1) setImmediate(flush);
  } else {
    process.exit(0);
  }
});
