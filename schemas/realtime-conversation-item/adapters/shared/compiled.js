// Judges cases by the TypeScript compiler: the same for every adapter that asks it.
"use strict";

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

module.exports = { firstOfEach, hostOf, quoted, typeOf };
