// Prints the JSON Schema that zod makes of a schema of npm's @modelcontextprotocol/sdk, for what it
// reads: the source of the variant `zod`. A check that is a function is marked silent.
//
//   npm ci && node print.js CallToolResultSchema > ../../sources/zod.schema.json
"use strict";

const z = require("zod/v4");
const types = require("sdk-1.32.2/types.js");

const printed = z.toJSONSchema(types[process.argv[2]], {
  io: "input",
  unrepresentable: "any",
  override: ({ zodSchema, jsonSchema }) => {
    if (zodSchema._zod.def.type === "custom") {
      jsonSchema["x-silent"] = "a function of the SDK checks the value";
    }
  },
});
process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
