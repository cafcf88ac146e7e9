// Judges cases by the TypeScript compiler: is a value of the input's type assignable to the item?
//
// The input is given to the compiler as a declared constant of exactly its type, like a value from
// JSON.parse, and not as a fresh literal. In a fresh literal the compiler also rejects unlisted
// properties, which checks the spelling of the code and not the type. The target `literal` asks that
// question instead; `exact` sets exactOptionalPropertyTypes.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const ts = require("typescript");
const { firstOfEach, hostOf, typeOf } = require("../shared/compiled.js");
const { serve } = require("../shared/wire.js");

const RECORD = "realtime-conversation-item";
const CASES = "cases.ts";
const DECLARATION = fs.readFileSync(path.join(__dirname, "item.ts"), "utf8");
const PARSED = new Map();

function statement(value, n, literal) {
  return literal
    ? `const item${n}: Item = ${JSON.stringify(value)};`
    : `declare const value${n}: ${typeOf(value)}; const item${n}: Item = value${n};`;
}

/** The first message of the compiler for each of some values, null where it has none. */
function complaints(values, part, { exact, literal }) {
  const options = {
    strict: true, exactOptionalPropertyTypes: exact, noEmit: true, types: [],
    target: ts.ScriptTarget.ES2020, lib: ["lib.es5.d.ts"],
  };
  const lines = values.map((value, n) => statement(value, n, literal));
  const head = `type Part = ${part};\n${DECLARATION}\n`;
  const host = hostOf(ts, options, CASES, head + lines.join("\n"), PARSED);
  const built = ts.createProgram({ rootNames: [CASES], options, host });
  return firstOfEach(ts, built, CASES, head.split("\n").length - 1, values.length);
}

/** A verdict rests on the shape of a part where the two readings of that shape, that any value is
 * one and that none is, come to different ends. */
function judge(target, values) {
  const how = { exact: target === "exact", literal: target === "literal" };
  const lenient = complaints(values, "unknown", how);
  const strict = complaints(values, "never", how);
  return values.map((_, at) => {
    if (lenient[at] !== null) return { verdict: "reject", errors: [lenient[at]] };
    if (strict[at] === null) return { verdict: "accept" };
    return { verdict: "unsupported", reason: "the page only names the type of a content part" };
  });
}

serve(() => {
  complaints([], "unknown", { exact: false, literal: false }); // the compiler reads its library once
  return {
    adapter: { name: "native-typescript", version: "1.0.0" },
    subject: { name: "typescript", version: ts.version, language: "typescript" },
    targets: [RECORD, "exact", "literal"],
  };
}, judge);
