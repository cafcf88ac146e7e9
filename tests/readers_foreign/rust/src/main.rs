//! Prints schemars' schemas of the types, or says of texts whether serde_json reads them.
//!
//! `schemas` prints one JSON object, type -> schema. `read` takes lines `TYPE<tab>JSON`, and prints
//! for each `reject`, or `accept<tab>JSON` with what is written for the value that was read.

mod beyond;
mod model;

use std::io::{BufRead, Write};

use beyond::*;
use model::*;

macro_rules! types {
    ([$($described:ident),* $(,)?] [$($other:ident),* $(,)?]) => {
        fn read(name: &str, text: &str) -> Option<String> {
            match name {
                $(stringify!($described) => read_as::<$described>(text),)*
                $(stringify!($other) => read_as::<$other>(text),)*
                _ => panic!("no type {name}"),
            }
        }
        fn schemas() -> serde_json::Map<String, serde_json::Value> {
            let mut found = serde_json::Map::new();
            $(found.insert(
                stringify!($described).into(), schemars::schema_for!($described).into(),
            );)*
            found
        }
        fn names() -> Vec<&'static str> {
            vec![$(stringify!($described),)* $(stringify!($other),)*]
        }
    };
}

fn read_as<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Option<String> {
    // serde_json panics in the message about a map's key that is no bool and not ASCII.
    let read = std::panic::catch_unwind(|| serde_json::from_str::<T>(text).ok());
    let value = read.ok()??;
    Some(serde_json::to_string(&value).unwrap_or_default())
}

types! {
    [
        Numbers, Wide, Texts, Optional, Closed, Renamed, AllDefault, Lower, Upper, Pascal, Camel,
        Snake, Screaming, Kebab, ScreamingKebab, Tuple, TupleWithDefault, Newtype, Id, Unit, Empty,
        NoPlaces, Transparent, HoldsTransparent, Maybe, Lists, Maps, Wrapped, Formats, PageOfIds,
        PageOfMaybe, DefaultPair, NestedPair, Node, Tagged, Inner, StrictInner, Flat, FlatMap,
        FlatTypedMap, FlatBoth, FlatOption, FlatExternal, FlatInternal, FlatAdjacent, FlatUntagged,
        FlatDenied, FlatTwice, FlatNewtype, Wrap, Plain, SnakePlain, ScreamingPlain, CamelPlain,
        LowerPlain, UpperPlain, KebabEnum, External, ClosedExternal, Internal, ClosedInternal,
        NestedInternal, NestedInternal2, Adjacent, ClosedAdjacent, Untagged, UntaggedObjects,
        ClosedUntagged, PartlyUntagged, PartlyUntaggedInternal, Skipping, RenamedBothWays, Never,
        Deep, Conditional,
    ]
    [
        WithOther, InternalOther, AdjacentOther, Keys, Key, KeyText, InternalOdd, Coded, ByHand,
        Converted, Tried, HoldsConverted, Repr, SkipsNone, FlatOptionMap, FlatDeniedMap,
        FlatDeniedChoice, FlatUnit, Times, RuleBothWays, InternalRenamed, Skips, SkipsInVariants,
        SizedOfBool, BufferedKeys, HeldKeys, BufferedWide, BufferedFlat, Unbuffered, Clashing, HasType,
    ]
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match std::env::args().nth(1).as_deref() {
        Some("schemas") => writeln!(out, "{}", serde_json::Value::from(schemas())).unwrap(),
        Some("names") => writeln!(out, "{}", names().join("\n")).unwrap(),
        _ => {
            for line in std::io::stdin().lock().lines() {
                let line = line.unwrap();
                let (name, text) = line.split_once('\t').expect("TYPE<tab>JSON");
                match read(name, text) {
                    None => writeln!(out, "reject").unwrap(),
                    Some(written) => writeln!(out, "accept\t{written}").unwrap(),
                }
            }
        }
    }
}
