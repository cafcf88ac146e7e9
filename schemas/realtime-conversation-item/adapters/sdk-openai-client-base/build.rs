//! Hands the version of the crate that the lock file names to the program.

use std::fs;

fn main() {
    println!("cargo:rerun-if-changed=Cargo.lock");
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    let version = lock
        .split("[[package]]")
        .find(|package| package.contains("name = \"openai-client-base\"\n"))
        .and_then(|package| package.split("version = \"").nth(1))
        .and_then(|rest| rest.split('"').next())
        .expect("openai-client-base in Cargo.lock");
    println!("cargo:rustc-env=SUBJECT_VERSION={version}");
}
