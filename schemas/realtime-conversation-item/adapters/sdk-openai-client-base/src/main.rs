//! Judges cases by the types of the crate openai-client-base, decoded and written again by serde.

#[path = "../../shared/wire.rs"]
mod wire;

use std::any::type_name;

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

fn main() {
    let hello = json!({
        "op": "hello", "protocol": 1,
        "adapter": {"name": "sdk-openai-client-base", "version": env!("CARGO_PKG_VERSION")},
        "subject": {
            "name": "openai-client-base (crates.io)",
            "version": env!("SUBJECT_VERSION"),
            "language": "rust"
        },
        "targets": ["item-with-reference", "union"],
        "modes": ["decode", "roundtrip"], "max_inflight": 64
    });
    wire::serve(&hello, judge);
}
