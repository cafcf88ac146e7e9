//! Reads the runner's messages and writes the replies: the same for every adapter in Rust.

use std::io::{self, BufRead, Write};

use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::Value;

/// Answers the runner until it ends. `judge` gets a case's target and input, and gives the reply
/// without the case's number.
pub fn serve(hello: &Value, judge: impl Fn(&str, &[u8]) -> Value) {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line.expect("a line from the runner");
        let message: Value = serde_json::from_str(&line).expect("JSON from the runner");
        let reply = match message["op"].as_str() {
            Some("hello") => hello.clone(),
            Some("case") => {
                let target = message["target"].as_str().unwrap_or_default();
                let mut reply = judge(target, &input(&message));
                reply["n"] = message["n"].clone();
                reply
            }
            _ => break,
        };
        writeln!(out, "{reply}").and_then(|()| out.flush()).expect("stdout");
    }
}

fn input(message: &Value) -> Vec<u8> {
    match message["base64"].as_str() {
        Some(coded) => STANDARD.decode(coded).expect("base64 from the runner"),
        None => message["text"].as_str().unwrap_or_default().as_bytes().to_vec(),
    }
}
