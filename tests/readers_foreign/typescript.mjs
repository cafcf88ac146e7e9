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
  const nodes = nodesOf(generator);
  for (const type of types) {
    try {
      const node = nodes.get(type);
      const schema = node ? generator.createSchemaFromNodes([node]) : generator.createSchema(type);
      console.log(JSON.stringify({ file, type, schema }));
    } catch (error) {
      console.log(JSON.stringify({ file, type, error: String(error.message ?? error) }));
    }
  }
}

// The generator itself looks through every file, the standard library too, for each type anew.
function nodesOf(generator) {
  const found = new Map();
  const { projectFiles, externalFiles } = generator.partitionFiles();
  for (const files of [externalFiles, projectFiles]) {
    generator.appendTypes(files, generator.program.getTypeChecker(), found);
  }
  return found;
}
