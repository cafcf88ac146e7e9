//! Types that serde takes, and that schemars cannot describe, or describes otherwise.

#![allow(dead_code)]

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::model::{External, Inner, Internal, Plain, Unit};

#[derive(Serialize, Deserialize)]
pub enum WithOther {
    A,
    B(u8),
    #[serde(other)]
    Unknown,
}
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum InternalOther {
    A { a: u8 },
    B,
    #[serde(other)]
    Unknown,
}
#[derive(Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
pub enum AdjacentOther {
    A(u8),
    #[serde(other)]
    Unknown,
}
#[derive(Serialize, Deserialize)]
pub struct Keys {
    pub a: HashMap<u8, bool>,
    pub b: BTreeMap<i16, bool>,
    pub c: HashMap<char, bool>,
    pub d: BTreeMap<Key, bool>,
    pub e: HashMap<bool, bool>,
    pub f: BTreeMap<KeyText, bool>,
    pub g: BTreeMap<u64, bool>,
}
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    One,
    #[serde(rename = "2")]
    Two,
}
#[derive(Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyText(String);
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum InternalOdd {
    OfUnit(()),
    OfUnitStruct(Unit),
    OfText(String),
    OfEnum(External),
    OfOption(Option<Inner>),
    OfValue(Value),
    OfTypedMap(BTreeMap<String, u8>),
    OfUntagged(crate::model::Untagged),
}
#[derive(Serialize, Deserialize)]
pub struct Coded {
    #[serde(with = "as_text")]
    pub a: u8,
    #[serde(deserialize_with = "as_text::deserialize")]
    pub b: Option<u8>,
    #[serde(serialize_with = "as_text::serialize", default)]
    pub c: u8,
    pub d: ByHand,
}
pub mod as_text {
    use super::*;
    pub fn serialize<T, S: Serializer>(_: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("x")
    }
    pub fn deserialize<'de, T: Default, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        String::deserialize(from)?;
        Ok(T::default())
    }
}
pub struct ByHand;
impl<'de> Deserialize<'de> for ByHand {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|_| ByHand)
    }
}
impl Serialize for ByHand {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("")
    }
}
#[derive(Serialize, Deserialize, Clone)]
#[serde(from = "Option<u8>", into = "String")]
pub struct Converted(u8);
impl From<Option<u8>> for Converted {
    fn from(value: Option<u8>) -> Self {
        Converted(value.unwrap_or(0))
    }
}
impl From<Converted> for String {
    fn from(value: Converted) -> Self {
        value.0.to_string()
    }
}
#[derive(Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>")]
pub struct Tried {
    a: u8,
}
impl TryFrom<Vec<u8>> for Tried {
    type Error = String;
    fn try_from(value: Vec<u8>) -> Result<Self, String> {
        value.first().map(|a| Tried { a: *a }).ok_or("empty".into())
    }
}
#[derive(Serialize, Deserialize)]
pub struct HoldsConverted {
    pub a: Converted,
    pub b: Tried,
}
#[derive(serde_repr::Serialize_repr, serde_repr::Deserialize_repr)]
#[repr(i8)]
pub enum Repr {
    Minus = -1,
    Zero,
    Five = 5,
    Six,
}
#[serde_with::skip_serializing_none]
#[derive(Serialize, Deserialize)]
pub struct SkipsNone {
    pub a: Option<u8>,
    pub b: u8,
}
#[derive(Serialize, Deserialize)]
pub struct FlatOptionMap {
    pub id: u8,
    #[serde(flatten)]
    pub rest: Option<HashMap<String, u8>>,
}
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlatDeniedMap {
    pub id: u8,
    #[serde(flatten)]
    pub rest: HashMap<String, u8>,
}
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlatDeniedChoice {
    pub id: u8,
    #[serde(flatten)]
    pub choice: External,
}
#[derive(Serialize, Deserialize)]
pub struct FlatUnit {
    pub id: u8,
    #[serde(flatten)]
    pub unit: Unit,
    #[serde(flatten)]
    pub value: Value,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Internal>,
}
#[derive(Serialize, Deserialize)]
pub struct Times {
    pub a: std::time::SystemTime,
    pub b: chrono::NaiveDateTime,
    pub c: std::net::SocketAddr,
}
#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "kebab-case"))]
pub struct RuleBothWays {
    pub one_two: Option<u8>,
}
#[derive(Serialize, Deserialize)]
#[serde(tag = "k")]
pub enum InternalRenamed {
    #[serde(rename(serialize = "w", deserialize = "r"), alias = "r2")]
    A { a: Plain },
    #[serde(skip_deserializing)]
    B,
}
#[derive(Serialize, Deserialize)]
pub struct Skips(pub u8, #[serde(skip)] pub u8, #[serde(default)] pub Option<u8>);
#[derive(Serialize, Deserialize)]
pub enum SkipsInVariants {
    A(#[serde(skip)] u8),
    B(u8, #[serde(skip)] u8),
    C { a: u8, #[serde(skip)] b: u8 },
}
#[derive(Serialize, Deserialize)]
#[serde(bound = "T: Serialize + for<'a> Deserialize<'a>")]
pub struct Sized2<T, const N: usize> {
    pub items: Vec<[T; 2]>,
}
pub type SizedOfBool = Sized2<bool, 4>;
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum BufferedKeys {
    A { a: HashMap<u8, bool> },
    B { b: HashMap<bool, u8>, c: Option<Box<HeldKeys>> },
    C { d: HashMap<char, bool>, e: BTreeMap<Key, bool> },
}
#[derive(Serialize, Deserialize)]
pub struct HeldKeys {
    pub keys: HashMap<i8, bool>,
    pub wide: Option<u128>,
}
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum BufferedWide {
    A { a: i128 },
    B(HashMap<u16, bool>),
    C { deep: crate::model::Wide },
}
#[derive(Serialize, Deserialize)]
pub struct BufferedFlat {
    pub own: HashMap<u8, u8>,
    #[serde(flatten)]
    pub held: HeldKeys,
}
#[derive(Serialize, Deserialize)]
pub struct Unbuffered {
    pub held: HeldKeys,
    pub wide: Vec<crate::model::Wide>,
}
#[derive(Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Clashing {
    A(HasType),
    B(Inner),
}
#[derive(Serialize, Deserialize)]
pub struct HasType {
    #[serde(rename = "type")]
    pub kind: String,
}
