//! Finds the version of a crate in Cargo.lock: the same for the build script of every adapter.

use std::fs;

/// Hands the locked version of a crate to the program, as an environment variable of the compiler.
pub fn hand_over(name: &str, variable: &str) {
    println!("cargo:rerun-if-changed=Cargo.lock");
    let lock = fs::read_to_string("Cargo.lock").expect("Cargo.lock");
    let version = lock
        .split("[[package]]")
        .find(|package| package.contains(&format!("name = \"{name}\"\n")))
        .and_then(|package| package.split("version = \"").nth(1))
        .and_then(|rest| rest.split('"').next())
        .expect("the crate in Cargo.lock");
    println!("cargo:rustc-env={variable}={version}");
}
