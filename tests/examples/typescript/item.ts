/** A part of a message's content. */
export interface Part {
  type?: "input_text" | "input_audio" | "item_reference" | "text";
  id?: string;
  text?: string;
  audio?: string;
  transcript?: string;
}

/** An item of a conversation, as the types of an SDK describe it. */
export interface Item {
  type?: "message" | "function_call" | "function_call_output" | "item_reference";
  id?: string;
  object?: "realtime.item";
  status?: "completed" | "incomplete" | "in_progress";
  role?: "user" | "assistant" | "system";
  content?: Part[];
  call_id?: string;
  name?: string;
  arguments?: string;
  output?: string;
}
