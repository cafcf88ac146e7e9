//! Hands the version of openai-client-base that the lock file names to the program.

#[path = "../shared/locked.rs"]
mod locked;

fn main() {
    locked::hand_over("openai-client-base", "SUBJECT_VERSION");
}
