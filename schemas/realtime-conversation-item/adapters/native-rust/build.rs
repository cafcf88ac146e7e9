//! Hands the version of serde_json that the lock file names to the program.

#[path = "../shared/locked.rs"]
mod locked;

fn main() {
    locked::hand_over("serde_json", "SERDE_JSON_VERSION");
}
