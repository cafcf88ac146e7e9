// Reads the corpus beside this file. An input is bytes: give them to the decoder as they are.
import { readFileSync } from "node:fs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

export const manifest = JSON.parse(read("./manifest.json"));
export const observed = JSON.parse(read("./observed.json"));
export const cases = read("./cases.ndjson")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

export function inputOf(entry) {
  return entry.text === undefined
    ? Uint8Array.from(atob(entry.base64), (character) => character.charCodeAt(0))
    : new TextEncoder().encode(entry.text);
}

export function allows(entry, accepted) {
  const { verdict } = entry.expect;
  return verdict === "accept" ? accepted : verdict === "reject" ? !accepted : true;
}
