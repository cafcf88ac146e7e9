//! Judges cases by the types of three crates, each decoded and written again by serde.
//!
//! The first argument names the crate.

use std::any::type_name;
use std::io::{self, BufRead, Write};

use base64::{engine::general_purpose::STANDARD, Engine};
use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};

/// What a decoder is asked for: the reply without its number.
type Judge = fn(&[u8]) -> Value;

/// A crate: its name, its version, and the targets that it has.
struct Package {
    name: &'static str,
    version: &'static str,
    targets: &'static [(&'static str, Judge)],
}

const PACKAGES: [Package; 3] = [
    Package {
        name: "async-openai",
        version: env!("ASYNC_OPENAI"),
        targets: &[("union", judge::<async_openai::types::realtime::RealtimeConversationItem>)],
    },
    Package {
        name: "openai-client-base",
        version: env!("OPENAI_CLIENT_BASE"),
        targets: &[
            (
                "item-with-reference",
                judge::<openai_client_base::models::RealtimeConversationItemWithReference>,
            ),
            ("union", judge_variant),
        ],
    },
    Package {
        name: "openai-struct",
        version: env!("OPENAI_STRUCT"),
        targets: &[
            (
                "item-with-reference",
                judge::<openai_struct::models::RealtimeConversationItemWithReference>,
            ),
            ("item", judge::<openai_struct::models::RealtimeConversationItem>),
        ],
    },
];

fn judge<Item: DeserializeOwned + Serialize>(text: &[u8]) -> Value {
    taken::<Item>(text).map_or_else(|no| no, |(_, yes)| yes)
}

/// The union of openai-client-base is untagged: the first type that fits is taken.
fn judge_variant(text: &[u8]) -> Value {
    use openai_client_base::models::RealtimeConversationItem as Union;
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

fn answer(package: &Package, message: &Value) -> Value {
    let bytes = match message["base64"].as_str() {
        Some(coded) => STANDARD.decode(coded).expect("base64 from the runner"),
        None => message["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let asked = message["target"].as_str().unwrap_or_default();
    let (_, judge) = package.targets.iter().find(|(name, _)| *name == asked).expect("a target");
    let mut reply = judge(&bytes);
    reply["n"] = message["n"].clone();
    reply
}

fn main() {
    let named = std::env::args().nth(1).expect("the name of a crate");
    let package = PACKAGES.iter().find(|package| package.name == named).expect("a known crate");
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line.expect("a line from the runner");
        let message: Value = serde_json::from_str(&line).expect("JSON from the runner");
        let reply = match message["op"].as_str() {
            Some("hello") => json!({
                "op": "hello", "protocol": 1,
                "adapter": {"name": "sdk-rust", "version": env!("CARGO_PKG_VERSION")},
                "subject": {
                    "name": format!("{} (crates.io)", package.name),
                    "version": package.version,
                    "language": "rust"
                },
                "targets": package.targets.iter().map(|(name, _)| name).collect::<Vec<_>>(),
                "modes": ["decode", "roundtrip"], "max_inflight": 64
            }),
            Some("case") => answer(package, &message),
            _ => break,
        };
        writeln!(out, "{reply}").and_then(|()| out.flush()).expect("stdout");
    }
}
