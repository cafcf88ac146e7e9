// Prints the JSON Schemas that ts-json-schema-generator makes of types, one line of JSON a type.
// Reads lines `{"file": …, "types": […]}` from standard input.
import { createInterface } from "node:readline";
import { createGenerator } from "ts-json-schema-generator";

for await (const line of createInterface({ input: process.stdin })) {
  const { file, types } = JSON.parse(line);
  let generator;
  try {
    generator = createGenerator({
      path: file,
      expose: "all",
      topRef: false,
      jsDoc: "none",
      skipTypeCheck: true,
      additionalProperties: true,
      functions: "hide",
      encodeRefs: true,
    });
  } catch (error) {
    console.log(JSON.stringify({ file, type: null, error: String(error.message ?? error) }));
    continue;
  }
  for (const type of types) {
    try {
      console.log(JSON.stringify({ file, type, schema: generator.createSchema(type) }));
    } catch (error) {
      console.log(JSON.stringify({ file, type, error: String(error.message ?? error) }));
    }
  }
}
