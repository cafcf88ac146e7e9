// Prints the JSON Schemas that ts-json-schema-generator makes of types, one line of JSON a type.
// Reads lines `{"file": …, "types": […]}` from standard input; all files are in one program.
import { createInterface } from "node:readline";
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from "ts-json-schema-generator";

const questions = [];
for await (const line of createInterface({ input: process.stdin })) {
  questions.push(JSON.parse(line));
}
const files = questions.map(({ file }) => file); // absolute
const config = {
  ...DEFAULT_CONFIG,
  path: files.length === 1 ? files[0] : `/{${files.map((file) => file.slice(1)).join(",")}}`,
  expose: "all",
  topRef: false,
  jsDoc: "none",
  skipTypeCheck: true,
  additionalProperties: true,
  functions: "hide",
  encodeRefs: true,
};
const program = createProgram(config);
for (const { file, types } of questions) {
  const parser = createParser(program, config);
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config);
  // The generator itself looks through every file, the standard library too, for each type anew.
  const nodes = new Map();
  generator.appendTypes([program.getSourceFile(file)], program.getTypeChecker(), nodes);
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
