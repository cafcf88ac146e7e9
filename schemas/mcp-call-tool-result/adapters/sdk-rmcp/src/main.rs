//! Judges cases by the types of the crate rmcp, decoded and written again by serde.
//!
//! The argument is the release; Cargo.toml names both exactly.

#[path = "../../shared/wire.rs"]
mod wire;

use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};

fn judge(target: &str, text: &[u8], is_first: bool) -> Value {
    match (target, is_first) {
        ("tool", true) => taken::<rmcp_first::model::Tool>(text),
        ("tool", false) => taken::<rmcp::model::Tool>(text),
        (_, true) => taken::<rmcp_first::model::CallToolResult>(text),
        (_, false) => taken::<rmcp::model::CallToolResult>(text),
    }
}

fn taken<Item: DeserializeOwned + Serialize>(text: &[u8]) -> Value {
    let item: Item = match serde_json::from_slice(text) {
        Ok(item) => item,
        Err(error) => {
            return json!({"verdict": "reject", "errors": [{"message": error.to_string()}]})
        }
    };
    match serde_json::to_string(&item) {
        Ok(output) => json!({"verdict": "accept", "output": output}),
        Err(_) => json!({"verdict": "accept"}),
    }
}

fn main() {
    let release = std::env::args().nth(1).expect("the release as an argument");
    let is_first = release == "0.16.0";
    let hello = json!({
        "op": "hello", "protocol": 1,
        "adapter": {"name": "sdk-rmcp", "version": env!("CARGO_PKG_VERSION")},
        "subject": {"name": "rmcp (crates.io)", "version": release, "language": "rust"},
        "targets": ["call-tool-result", "tool"],
        "modes": ["decode", "roundtrip"], "max_inflight": 64
    });
    wire::serve(&hello, |target, text| judge(target, text, is_first));
}
