//! Judges cases by the types of two crates, each decoded and written again by serde.
//!
//! The first argument names the crate.

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
