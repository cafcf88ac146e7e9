// Judges cases by the types of npm's openai: is a value of the input's type assignable to them?
//
// The argument is the release. The input is given to the compiler as a declared constant of exactly
// its type, like a value from JSON.parse, and not as a fresh literal, in which the compiler also
// rejects unlisted properties.
"use strict";

const ts = require("typescript");
const { firstOfEach, hostOf, quoted, typeOf } = require("../shared/compiled.js");
const { serve } = require("../shared/wire.js");

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

/** The first message of the compiler for each of some values, null where it has none. */
function complaints(target, values) {
  const [module, name] = TYPES[target];
  const head = [`import type { ${name} as Item } from ${quoted(module)};`];
  const lines = values.map((value, n) =>
    `declare const value${n}: ${typeOf(value)}; const item${n}: Item = value${n};`);
  const host = hostOf(ts, OPTIONS, CASES, [...head, ...lines].join("\n"), PARSED);
  last = ts.createProgram({ rootNames: [CASES], options: OPTIONS, host, oldProgram: last });
  return firstOfEach(ts, last, CASES, head.length, values.length);
}

function judge(target, values) {
  return complaints(target, values).map((found) =>
    found === null ? { verdict: "accept" } : { verdict: "reject", errors: [found] });
}

serve(() => {
  const found = Object.entries(TYPES).filter(([, [module]]) =>
    ts.resolveModuleName(module, CASES, OPTIONS, ts.sys).resolvedModule);
  return {
    adapter: { name: "sdk-openai-node", version: "1.0.0" },
    subject: {
      name: "openai (npm)", version: require(`./node_modules/${PACKAGE}/package.json`).version,
      language: "typescript",
    },
    targets: found.map(([target]) => target),
  };
}, judge);
