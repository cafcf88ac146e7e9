// Judges cases by the zod schemas of npm's @modelcontextprotocol/sdk, as its client does with what
// a server answers. The argument is the release.
"use strict";

const { serve } = require("../shared/wire.js");

const PACKAGE = `sdk-${process.argv[2]}`;
const types = require(`${PACKAGE}/types.js`);

const SCHEMAS = { "call-tool-result": types.CallToolResultSchema, tool: types.ToolSchema };
const ERRORS = 4;

function refused(error) {
  const errors = error.issues.slice(0, ERRORS).map((issue) => {
    const at = issue.path.map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`);
    return { at: at.join(""), code: issue.code, message: issue.message.slice(0, 200) };
  });
  return { verdict: "reject", errors };
}

function judge(target, values) {
  return values.map((value) => {
    const read = SCHEMAS[target].safeParse(value);
    return read.success
      ? { verdict: "accept", output: JSON.stringify(read.data) }
      : refused(read.error);
  });
}

serve(() => ({
  adapter: { name: "sdk-mcp-node", version: "1.0.0" },
  subject: {
    name: "@modelcontextprotocol/sdk (npm)",
    version: require(`./node_modules/${PACKAGE}/package.json`).version,
    language: "typescript",
  },
  targets: Object.keys(SCHEMAS),
  modes: ["decode", "roundtrip"],
}), judge);
