// Judges cases by npm's @openai/agents-realtime: does an item of the server's reach a session?
//
// The first argument is the release, the second the target: the event that brings the item, or
// `schema`, the package's zod schema of an item alone.
"use strict";

const readline = require("node:readline");

const [RELEASE, TARGET] = process.argv.slice(2);
const FOLDER = `./node_modules/agents-realtime-${RELEASE}`;
const { OpenAIRealtimeBase } = require(FOLDER);
const { conversationItemSchema } = require(`${FOLDER}/dist/openaiRealtimeEvents.js`);

/** What a server sends around an item. */
const EVENTS = {
  conversation: { type: "conversation.item.done", event_id: "event_1", previous_item_id: null },
  response: {
    type: "response.output_item.done", event_id: "event_1", response_id: "resp_1", output_index: 0,
  },
};

const NEVER_ANSWERS = new Set(["system", "user"]);

/** A transport without a connection: what it is given is what a server sent. */
class Transport extends OpenAIRealtimeBase {
  receive(text) {
    this._onMessage({ data: text });
  }
}

function refused(error) {
  const first = error.issues?.[0];
  const at = first?.path?.length ? `${first.path.join(".")}: ` : "";
  const code = error.issues ? first.code : error.name;
  return {
    verdict: "reject",
    errors: [{ code, message: `${at}${first?.message ?? error.message}`.slice(0, 200) }],
  };
}

function bySchema(text) {
  const found = conversationItemSchema.safeParse(JSON.parse(text));
  if (!found.success) return refused(found.error);
  return { verdict: "accept", output: JSON.stringify(found.data) };
}

/** Whether the session is told of an item, by the event that the target names. */
function byEvent(text) {
  const role = JSON.parse(text)?.role;
  if (TARGET === "response" && NEVER_ANSWERS.has(role)) {
    return { verdict: "unsupported", reason: `a response holds no message of the role ${role}` };
  }
  const event = JSON.stringify(EVENTS[TARGET]);
  const transport = new Transport();
  let item;
  let understood = false;
  transport.on("item_update", (told) => { item = told; });
  transport.on("mcp_tools_listed", (told) => { item = told; });
  transport.on(EVENTS[TARGET].type, () => { understood = true; });
  transport.receive(`${event.slice(0, -1)},"item":${text}}`);
  if (item !== undefined) return { verdict: "accept" };
  const message = "the event is not understood, and its item is left out";
  if (!understood) return { verdict: "reject", errors: [{ code: "event", message }] };
  return { verdict: "unsupported", reason: "no item is made of this event and type" };
}

function judge(message) {
  try {
    const text = message.base64 === undefined
      ? message.text
      : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
          .decode(Buffer.from(message.base64, "base64"));
    return TARGET === "schema" ? bySchema(text) : byEvent(text);
  } catch (error) {
    return refused(error);
  }
}

/** Writes a reply; a message may quote half a surrogate pair, which no JSON text may hold. */
const say = (message) =>
  process.stdout.write(JSON.stringify(message).replace(/\\ud[89a-f][0-9a-f]{2}/g, "\\ufffd") + "\n");

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.op === "hello") {
    say({
      op: "hello", protocol: 1,
      adapter: { name: "sdk-agents-realtime", version: "1.0.0" },
      subject: {
        name: "@openai/agents-realtime (npm)", language: "typescript",
        version: require(`${FOLDER}/package.json`).version,
      },
      targets: [TARGET], max_inflight: 64,
      modes: TARGET === "schema" ? ["decode", "roundtrip"] : ["decode"],
    });
  } else if (message.op === "case") say({ n: message.n, ...judge(message) });
  else process.exit(0);
});
