//! Hands the versions of the crates that the lock file names to the program.

#[path = "../shared/locked.rs"]
mod locked;

fn main() {
    for name in ["async-openai", "openai-struct"] {
        locked::hand_over(name, &name.replace('-', "_").to_uppercase());
    }
}
