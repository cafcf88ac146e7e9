//! Judges cases by the types of two crates, each decoded and written again by serde.
//!
//! The first argument names the crate.

#[path = "../../shared/wire.rs"]
mod wire;

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

const PACKAGES: [Package; 2] = [
    Package {
        name: "async-openai",
        version: env!("ASYNC_OPENAI"),
        targets: &[("union", judge::<async_openai::types::realtime::RealtimeConversationItem>)],
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
    let written = serde_json::from_slice::<Item>(text).and_then(|item| serde_json::to_string(&item));
    match written {
        Ok(output) => json!({"verdict": "accept", "output": output}),
        Err(error) => json!({"verdict": "reject", "errors": [{"message": error.to_string()}]}),
    }
}

fn main() {
    let named = std::env::args().nth(1).expect("the name of a crate");
    let package = PACKAGES.iter().find(|package| package.name == named).expect("a known crate");
    let hello = json!({
        "op": "hello", "protocol": 1,
        "adapter": {"name": "sdk-rust", "version": env!("CARGO_PKG_VERSION")},
        "subject": {
            "name": format!("{} (crates.io)", package.name),
            "version": package.version,
            "language": "rust"
        },
        "targets": package.targets.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "modes": ["decode", "roundtrip"], "max_inflight": 64
    });
    wire::serve(&hello, |asked, text| {
        let (_, judge) = package.targets.iter().find(|(name, _)| *name == asked).expect("a target");
        judge(text)
    });
}
