//! Judges cases by a Rust struct that serde derives a decoder for.

mod item;
#[path = "../../shared/wire.rs"]
mod wire;

use item::Item;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{json, Value};

/// A content part whose shape is known to nobody: none can be decoded.
struct Undescribed;

impl<'de> Deserialize<'de> for Undescribed {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("the page only names the type of a content part"))
    }
}

/// A verdict rests on the shape of a content part where the two readings of that shape, that any
/// value is one and that none is, come to different ends.
fn judge(text: &[u8]) -> Value {
    match serde_json::from_slice::<Item<Value>>(text) {
        Err(error) => json!({"verdict": "reject", "errors": [{"message": error.to_string()}]}),
        Ok(_) => match serde_json::from_slice::<Item<Undescribed>>(text) {
            Ok(_) => json!({"verdict": "accept"}),
            Err(error) => json!({"verdict": "unsupported", "reason": error.to_string()}),
        },
    }
}

fn main() {
    let hello = json!({
        "op": "hello", "protocol": 1,
        "adapter": {"name": "native-rust", "version": env!("CARGO_PKG_VERSION")},
        "subject": {"name": "serde_json", "version": env!("SERDE_JSON_VERSION"), "language": "rust"},
        "targets": ["realtime-conversation-item"], "max_inflight": 64
    });
    wire::serve(&hello, |_, text| judge(text));
}
