//! The decoder against every case of the corpus.

use std::collections::BTreeMap;
use std::{env, fs, path::PathBuf};

use base64::{engine::general_purpose::STANDARD, Engine};
use item_example::decode;
use serde::Deserialize;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
struct Manifest {
    counts: BTreeMap<String, usize>,
    inputs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    text: Option<String>,
    base64: Option<String>,
    expect: Expect,
}

#[derive(Deserialize)]
struct Expect {
    verdict: String,
    level: Option<String>,
}

impl Case {
    fn input(&self) -> Vec<u8> {
        match (&self.text, &self.base64) {
            (Some(text), _) => text.clone().into_bytes(),
            (_, coded) => STANDARD
                .decode(coded.as_deref().unwrap_or_default())
                .unwrap(),
        }
    }

    fn fails(&self) -> bool {
        match (self.expect.verdict.as_str(), decode(&self.input())) {
            ("accept", decoded) => decoded.is_err(),
            ("reject", decoded) => decoded.is_ok(),
            _ => false,
        }
    }
}

fn bundle(name: &str) -> String {
    let folder = env::var_os("CONFORMANCE_BUNDLE").unwrap_or_else(|| "bundle".into());
    fs::read_to_string(PathBuf::from(folder).join(name)).unwrap()
}

fn manifest() -> Manifest {
    serde_json::from_str(&bundle("manifest.json")).unwrap()
}

fn cases() -> Vec<Case> {
    bundle("cases.ndjson")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn known() -> BTreeMap<String, String> {
    include_str!("../known-failures.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(id, reason)| (id.to_owned(), reason.to_owned()))
        .collect()
}

#[test]
fn the_cases_are_those_of_the_manifest() {
    let cases = cases();
    assert_eq!(cases.len(), manifest().counts["cases"]);
    let digests: BTreeMap<_, _> = cases
        .iter()
        .map(|case| {
            (
                case.id.clone(),
                format!("{:x}", Sha256::digest(case.input())),
            )
        })
        .collect();
    assert_eq!(digests, manifest().inputs);
}

#[test]
fn every_known_failure_is_a_case() {
    let inputs = manifest().inputs;
    let odd: Vec<_> = known()
        .into_keys()
        .filter(|id| !inputs.contains_key(id))
        .collect();
    assert_eq!(odd, Vec::<String>::new());
}

#[test]
fn item() {
    let known = known();
    let mut wrong = Vec::new();
    for case in cases() {
        match (known.contains_key(&case.id), case.fails()) {
            (true, false) => wrong.push(format!("{} mended: strike it", case.id)),
            (false, true) => wrong.push(format!(
                "{} should {} ({}): {}",
                case.id,
                case.expect.verdict,
                case.expect.level.unwrap_or_default(),
                case.title
            )),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
