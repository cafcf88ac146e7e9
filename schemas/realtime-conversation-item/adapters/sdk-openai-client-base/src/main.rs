//! Judges cases by the types of the crate openai-client-base, decoded and written again by serde.

use std::any::type_name;
use std::io::{self, BufRead, Write};

use base64::{engine::general_purpose::STANDARD, Engine};
use openai_client_base::models::{
    RealtimeConversationItem as Union, RealtimeConversationItemWithReference,
};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};

fn judge(target: &str, text: &[u8]) -> Value {
    match target {
        "union" => judge_variant(text),
        _ => taken::<RealtimeConversationItemWithReference>(text)
            .map_or_else(|no| no, |(_, yes)| yes),
    }
}

/// The union is untagged: the first type that fits is taken.
fn judge_variant(text: &[u8]) -> Value {
    match taken::<Union>(text) {
        Err(no) => no,
        Ok((item, mut yes)) => {
            yes["typed_as"] = json!(match item {
                Union::MessageSystem(inner) => name_of(&inner),
                Union::MessageUser(inner) => name_of(&inner),
                Union::MessageAssistant(inner) => name_of(&inner),
                Union::FunctionCall(inner) => name_of(&inner),
                Union::FunctionCallOutput(inner) => name_of(&inner),
                Union::RealtimeMcpApprovalResponse(inner) => name_of(&inner),
                Union::RealtimeMcpListTools(inner) => name_of(&inner),
                Union::RealtimeMcpToolCall(inner) => name_of(&inner),
                Union::RealtimeMcpApprovalRequest(inner) => name_of(&inner),
            });
            yes
        }
    }
}

fn name_of<Inner>(_: &Box<Inner>) -> &'static str {
    type_name::<Inner>().rsplit("::").next().unwrap_or_default()
}

fn taken<Item: DeserializeOwned + Serialize>(text: &[u8]) -> Result<(Item, Value), Value> {
    let refused = |why: String| json!({"verdict": "reject", "errors": [{"message": why}]});
    let item: Item = serde_json::from_slice(text).map_err(|error| refused(error.to_string()))?;
    let output = serde_json::to_string(&item).map_err(|error| refused(error.to_string()))?;
    Ok((item, json!({"verdict": "accept", "output": output})))
}

fn answer(message: &Value) -> Value {
    let bytes = match message["base64"].as_str() {
        Some(coded) => STANDARD.decode(coded).expect("base64 from the runner"),
        None => message["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let mut reply = judge(message["target"].as_str().unwrap_or_default(), &bytes);
    reply["n"] = message["n"].clone();
    reply
}

fn main() {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line.expect("a line from the runner");
        let message: Value = serde_json::from_str(&line).expect("JSON from the runner");
        let reply = match message["op"].as_str() {
            Some("hello") => json!({
                "op": "hello", "protocol": 1,
                "adapter": {
                    "name": "sdk-openai-client-base", "version": env!("CARGO_PKG_VERSION")
                },
                "subject": {
                    "name": "openai-client-base (crates.io)",
                    "version": env!("SUBJECT_VERSION"),
                    "language": "rust"
                },
                "targets": ["item-with-reference", "union"],
                "modes": ["decode", "roundtrip"], "max_inflight": 64
            }),
            Some("case") => answer(&message),
            _ => break,
        };
        writeln!(out, "{reply}").and_then(|()| out.flush()).expect("stdout");
    }
}
