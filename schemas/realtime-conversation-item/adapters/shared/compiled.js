// Judges cases by the TypeScript compiler: the same for every adapter that asks it.
"use strict";

const readline = require("node:readline");

/** Writes a reply; a message may quote half a surrogate pair, which no JSON text may hold. */
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

/** A compiler host that reads `file` from `text`, and every other file once. */
function hostOf(ts, options, file, text, parsed) {
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) => {
    if (name === file) return ts.createSourceFile(name, text, version, true);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, version));
    return parsed.get(name);
  };
  return host;
}

/** The first message of the compiler for each of `count` lines behind `head`, null without one. */
function firstOfEach(ts, built, file, head, count) {
  const source = built.getSourceFile(file);
  const found = Array.from({ length: count }, () => null);
  const all = [...built.getSyntacticDiagnostics(source), ...built.getSemanticDiagnostics(source)];
  for (const diagnostic of all) {
    const line = source.getLineAndCharacterOfPosition(diagnostic.start).line - head;
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    if (line < 0) throw new Error(text);
    found[line] ??= { code: `TS${diagnostic.code}`, message: text.slice(0, 200) };
  }
  return found;
}

/** The value of a case, or why it has none. */
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

/**
 * Answers the runner until it ends. `judge` gets a target and values, and gives a reply without
 * its number for each; cases that wait together are judged together, since compiling is slow.
 */
function serve(hello, judge) {
  const waiting = [];

  function answer(messages, target) {
    const read = messages.map((message) => [message.n, parsed(message)]);
    for (const [n, { error }] of read) {
      if (error !== undefined) say({ n, verdict: "reject", errors: [error] });
    }
    const good = read.filter(([, one]) => one.error === undefined);
    const replies = judge(target, good.map(([, one]) => one.value));
    good.forEach(([n], at) => say({ n, ...replies[at] }));
  }

  function flush() {
    const messages = waiting.splice(0);
    for (const target of new Set(messages.map((message) => message.target))) {
      answer(messages.filter((message) => message.target === target), target);
    }
  }

  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const message = JSON.parse(line);
    if (message.op === "hello") say({ op: "hello", protocol: 1, ...hello(), max_inflight: 256 });
    else if (message.op === "case") {
      if (waiting.push(message) === 1) setImmediate(flush);
    } else process.exit(0);
  });
}

module.exports = { firstOfEach, hostOf, quoted, serve, typeOf };
