// Reads the runner's messages and writes the replies: the same for every adapter in JavaScript.
"use strict";

const readline = require("node:readline");

/** Writes a reply; a message may quote half a surrogate pair, which no JSON text may hold. */
const say = (message) =>
  process.stdout.write(JSON.stringify(message).replace(/\\ud[89a-f][0-9a-f]{2}/g, "\\ufffd") + "\n");

/** The value of a case, or why it has none. */
function parsed(message) {
  try {
    const text = message.base64 === undefined
      ? message.text
      : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
          .decode(Buffer.from(message.base64, "base64"));
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: { code: "JSON", message: String(error.message).slice(0, 200) } };
  }
}

/**
 * Answers the runner until it ends. `judge` gets a target and values, and gives a reply without
 * its number for each; cases that wait together are judged together.
 */
function serve(hello, judge) {
  const waiting = [];

  function answer(messages, target) {
    const read = messages.map((message) => [message.n, parsed(message)]);
    for (const [n, { error }] of read) {
      if (error !== undefined) say({ n, verdict: "reject", errors: [error] });
    }
    const good = read.filter(([, one]) => one.error === undefined);
    const replies = judge(target, good.map(([, one]) => one.value));
    good.forEach(([n], at) => say({ n, ...replies[at] }));
  }

  function flush() {
    const messages = waiting.splice(0);
    for (const target of new Set(messages.map((message) => message.target))) {
      answer(messages.filter((message) => message.target === target), target);
    }
  }

  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const message = JSON.parse(line);
    if (message.op === "hello") say({ op: "hello", protocol: 1, ...hello(), max_inflight: 256 });
    else if (message.op === "case") {
      if (waiting.push(message) === 1) setImmediate(flush);
    } else process.exit(0);
  });
}

module.exports = { serve };
