//! Hands the versions of the crates that the lock file names to the program.

use std::fs;

fn main() {
    println!("cargo:rerun-if-changed=Cargo.lock");
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    for name in ["async-openai", "openai-struct"] {
        let version = lock
            .split("[[package]]")
            .find(|package| package.contains(&format!("name = \"{name}\"\n")))
            .and_then(|package| package.split("version = \"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .expect("the crate in Cargo.lock");
        let variable = name.replace('-', "_").to_uppercase();
        println!("cargo:rustc-env={variable}={version}");
    }
}
