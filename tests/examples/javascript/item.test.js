import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { decode } from "./item.js";

const bundle = process.env.CONFORMANCE_BUNDLE ?? "bundle";
const manifest = JSON.parse(readFileSync(join(bundle, "manifest.json"), "utf8"));
const cases = readFileSync(join(bundle, "cases.ndjson"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

const known = new Map(
  readFileSync(new URL("known-failures.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => [line.split(" ", 1)[0], line.slice(line.indexOf(" ") + 1)]),
);

const inputOf = (entry) =>
  entry.text === undefined ? Buffer.from(entry.base64, "base64") : Buffer.from(entry.text, "utf8");

function allowed({ verdict }, bytes) {
  let accepted = true;
  try {
    decode(bytes);
  } catch {
    accepted = false;
  }
  return verdict === "accept" ? accepted : verdict === "reject" ? !accepted : true;
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
  assert.deepEqual([...known.keys()].filter((id) => !(id in manifest.inputs)), []);
});

for (const entry of cases) {
  test(entry.id, () => {
    const passes = allowed(entry.expect, inputOf(entry));
    const { verdict, level } = entry.expect;
    if (known.has(entry.id)) {
      assert.ok(!passes, "mended: strike it from known-failures.txt");
    } else {
      assert.ok(passes, `should ${verdict} (${level}): ${entry.title}`);
    }
  });
}
