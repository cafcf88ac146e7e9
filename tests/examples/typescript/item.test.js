// Type tests: each input that is JSON is assigned to the type, and the compiler says whether it fits.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const bundle = process.env.CONFORMANCE_BUNDLE ?? "bundle";
const manifest = JSON.parse(readFileSync(join(bundle, "manifest.json"), "utf8"));
const cases = readFileSync(join(bundle, "cases.ndjson"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

const DEEPEST = 200;

const known = new Set(
  readFileSync(new URL("known-failures.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split(" ", 1)[0]),
);

const inputOf = (entry) =>
  entry.text === undefined ? Buffer.from(entry.base64, "base64") : Buffer.from(entry.text, "utf8");

/** Returns the value as an expression; undefined where no type can hold the input. */
function expression(entry) {
  try {
    const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return literal(JSON.parse(utf8.decode(inputOf(entry))));
  } catch {
    return undefined;
  }
}

// In TypeScript U+2028 and U+2029 end a line, and each case has one.
const text = (value) =>
  JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => (sign === "\u2028" ? "\\u2028" : "\\u2029"));

// A computed name keeps `__proto__` a property like any other.
function literal(value, depth = 0) {
  if (depth > DEEPEST) throw new RangeError("nested too deeply for the compiler's stack");
  if (value === null || typeof value !== "object") return text(value);
  const inner = (part) => literal(part, depth + 1);
  if (Array.isArray(value)) return `[${value.map(inner).join(",")}]`;
  const members = Object.entries(value).map(
    ([name, part]) => `[${text(name)}]:${inner(part)}`,
  );
  return `{${members.join(",")}}`;
}

/** Returns the ids of the cases that the compiler takes for an item. */
function accepted() {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const file = join(here, "cases.ts");
  const lines = [
    'import type { Item } from "./item.js"; ' +
      "type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;",
  ];
  const ids = [null];
  for (const entry of cases) {
    const written = expression(entry);
    if (written === undefined) continue;
    ids.push(entry.id);
    // A constant is no fresh literal: unlisted properties are allowed, as they are for every value
    // that comes over the wire.
    lines.push(`{ const v = ${written} as const; const item: DeepReadonly<Item> = v; }`);
  }
  const host = ts.createCompilerHost({});
  const { readFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? lines.join("\n") : readFile(name));
  const options = { strict: true, noEmit: true, module: ts.ModuleKind.NodeNext, types: [] };
  const program = ts.createProgram([file], options, host);
  const wrong = new Set();
  for (const found of ts.getPreEmitDiagnostics(program)) {
    const line = found.file?.getLineAndCharacterOfPosition(found.start).line;
    assert.ok(line > 0, ts.flattenDiagnosticMessageText(found.messageText, "\n"));
    wrong.add(ids[line]);
  }
  return new Set(ids.filter((id) => id && !wrong.has(id)));
}

test("the cases are those of the manifest", () => {
  assert.equal(cases.length, manifest.counts.cases);
  const digests = cases.map((entry) => [
    entry.id,
    createHash("sha256").update(inputOf(entry)).digest("hex"),
  ]);
  assert.deepEqual(Object.fromEntries(digests), manifest.inputs);
});

test("every known failure is a case", () => {
  assert.deepEqual([...known].filter((id) => !(id in manifest.inputs)), []);
});

const taken = accepted();
for (const { id, title, expect } of cases) {
  test(id, () => {
    const fails =
      (expect.verdict === "accept" && !taken.has(id)) ||
      (expect.verdict === "reject" && taken.has(id));
    if (known.has(id)) assert.ok(fails, "mended: strike it from known-failures.txt");
    else assert.ok(!fails, `should ${expect.verdict} (${expect.level}): ${title}`);
  });
}
