/** The record as the TypeScript page describes it: ten optional properties, four closed lists. */
interface Item {
  arguments?: string;
  call_id?: string;
  content?: Part[];
  id?: string;
  name?: string;
  object?: "realtime.item";
  output?: string;
  role?: "system" | "assistant" | "user";
  status?: "completed" | "incomplete";
  type?: "message" | "function_call" | "function_call_output" | "item_reference";
}
