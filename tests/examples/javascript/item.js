// A decoder of the item: the platform's JSON parser, and a schema of zod's.
import { z } from "zod";

const part = z.object({
  type: z.enum(["input_text", "input_audio", "item_reference", "text"]).optional(),
  id: z.string().optional(),
  text: z.string().optional(),
  audio: z.string().optional(),
  transcript: z.string().optional(),
});

const item = z.object({
  type: z.enum(["message", "function_call", "function_call_output", "item_reference"]).nullish(),
  id: z.string().nullish(),
  object: z.literal("realtime.item").nullish(),
  status: z.enum(["completed", "incomplete", "in_progress"]).nullish(),
  role: z.enum(["user", "assistant", "system"]).nullish(),
  content: z.array(part).nullish(),
  call_id: z.string().nullish(),
  name: z.string().nullish(),
  arguments: z.string().nullish(),
  output: z.string().nullish(),
});

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Returns the item that bytes hold; throws where they hold none. */
export function decode(bytes) {
  return item.parse(JSON.parse(utf8.decode(bytes)));
}
