//! Types that use all that serde offers, and that schemars can describe.

#![allow(dead_code)]

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::num::NonZeroU8;
use std::rc::Rc;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

// --- structs ---

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Numbers {
    pub a: i8,
    pub b: i16,
    pub c: i32,
    pub d: i64,
    pub e: u8,
    pub f: u16,
    pub g: u32,
    pub h: u64,
    pub i: isize,
    pub j: usize,
    pub k: f32,
    pub l: f64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wide {
    pub a: i128,
    pub b: u128,
    pub c: NonZeroU8,
    pub d: std::num::NonZeroI16,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Texts {
    pub a: String,
    pub b: char,
    pub c: Cow<'static, str>,
    pub d: Box<str>,
    pub e: std::path::PathBuf,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Optional {
    pub a: Option<i32>,
    #[serde(default)]
    pub b: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub c: Option<String>,
    pub d: Option<Option<bool>>,
    pub e: Box<Option<u8>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub f: Vec<u8>,
    pub g: Option<()>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    pub a: i32,
    #[serde(alias = "bee", alias = "bi")]
    pub b: Option<bool>,
    #[serde(skip)]
    pub c: i32,
    #[serde(skip_deserializing)]
    pub d: i32,
    #[serde(skip_serializing)]
    pub e: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Renamed {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    pub through: u8,
    pub r#match: bool,
    #[serde(alias = "colour")]
    pub color: String,
}

#[derive(Serialize, Deserialize, JsonSchema, Default)]
#[serde(default)]
pub struct AllDefault {
    pub a: i32,
    pub b: Option<String>,
    pub c: Vec<String>,
}

macro_rules! cases {
    ($($name:ident $rule:literal),*) => {};
}
cases!(Nothing "lowercase");

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub struct Lower {
    pub one_two: u8,
    pub three: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub struct Upper {
    pub one_two: u8,
    pub three: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Pascal {
    pub one_two: u8,
    pub _three_4five: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Camel {
    pub one_two: u8,
    pub three_: u8,
    pub url2x_y: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub struct Snake {
    pub one_two: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct Screaming {
    pub one_two: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Kebab {
    pub one_two: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub struct ScreamingKebab {
    pub one_two: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Tuple(pub u8, pub String, pub Option<bool>);
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct TupleWithDefault(pub u8, #[serde(default)] pub String);
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Newtype(pub Vec<i32>);
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Id(pub u64);
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Unit;
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Empty {}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NoPlaces();
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Transparent {
    pub inner: Option<String>,
    #[serde(skip)]
    pub ghost: u8,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct HoldsTransparent {
    pub a: Transparent,
    pub b: Newtype,
    pub c: Unit,
    pub d: Maybe,
}
pub type Maybe = Option<i16>;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Lists {
    pub a: Vec<u8>,
    pub b: VecDeque<String>,
    pub c: HashSet<i32>,
    pub d: BTreeSet<String>,
    pub e: LinkedList<bool>,
    pub f: [u8; 3],
    pub g: (u8, String),
    pub h: Box<[i32]>,
    pub i: Vec<Option<u8>>,
    pub j: [bool; SIZE],
    pub k: (u8,),
}
pub const SIZE: usize = 2;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Maps {
    pub a: HashMap<String, i32>,
    pub b: BTreeMap<String, Vec<String>>,
    pub c: serde_json::Map<String, Value>,
    pub d: HashMap<String, Option<bool>>,
    pub e: indexmap::IndexMap<String, u8>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wrapped {
    pub a: Box<i32>,
    pub b: Rc<String>,
    pub c: Arc<Vec<u8>>,
    pub d: RefCell<bool>,
    pub e: PhantomData<u8>,
    pub f: (),
    pub g: Value,
    pub h: Option<Value>,
    pub i: Result<u8, String>,
    pub j: std::ops::Range<i32>,
    pub k: std::time::Duration,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Formats {
    pub a: uuid::Uuid,
    pub b: url::Url,
    pub c: chrono::DateTime<chrono::Utc>,
    pub d: chrono::NaiveDate,
    pub e: std::net::Ipv4Addr,
    pub f: std::net::IpAddr,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Box<Page<T>>>,
    pub first: T,
}
pub type PageOfIds = Page<Id>;
pub type PageOfMaybe = Page<Option<String>>;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Pair<A, B = String> {
    pub a: A,
    pub b: B,
}
pub type DefaultPair = Pair<u8>;
pub type NestedPair = Pair<Pair<u8, bool>, Vec<Unit>>;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Node {
    pub value: i32,
    pub children: Vec<Node>,
    pub parent: Option<Box<Self>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub struct Tagged {
    pub a: u8,
}

// --- flatten ---

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Inner {
    pub x: i32,
    pub y: Option<String>,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrictInner {
    pub s: bool,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Flat {
    pub id: String,
    #[serde(flatten)]
    pub inner: Inner,
    #[serde(flatten)]
    pub strict: StrictInner,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatMap {
    pub id: String,
    #[serde(flatten)]
    pub rest: HashMap<String, Value>,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatTypedMap {
    pub id: String,
    #[serde(flatten)]
    pub rest: BTreeMap<String, u8>,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatBoth {
    #[serde(flatten)]
    pub inner: Inner,
    #[serde(flatten)]
    pub rest: BTreeMap<String, bool>,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatOption {
    pub id: String,
    #[serde(flatten)]
    pub inner: Option<Inner>,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatExternal {
    pub id: String,
    #[serde(flatten)]
    pub choice: External,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatInternal {
    pub id: String,
    #[serde(flatten)]
    pub choice: Internal,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatAdjacent {
    pub id: String,
    #[serde(flatten)]
    pub choice: Adjacent,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatUntagged {
    pub id: String,
    #[serde(flatten)]
    pub choice: UntaggedObjects,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlatDenied {
    pub id: String,
    #[serde(flatten)]
    pub inner: Inner,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatTwice {
    #[serde(flatten)]
    pub flat: Flat,
    pub more: bool,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatNewtype {
    pub id: u8,
    #[serde(flatten)]
    pub inner: Wrap,
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wrap(pub Box<Inner>);

// --- enumerations ---

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Plain {
    First,
    SecondOne,
    #[serde(rename = "3rd")]
    Third,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SnakePlain {
    OneTwo,
    HTTPServer,
    #[serde(alias = "drei")]
    Three,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum ScreamingPlain {
    OneTwo,
    ABc,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CamelPlain {
    OneTwo,
    ABc,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LowerPlain {
    OneTwo,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum UpperPlain {
    OneTwo,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum KebabEnum {
    OneTwo { field_one: u8 },
    #[serde(rename_all = "UPPERCASE")]
    ThreeFour { field_two: u8 },
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum External {
    Nothing,
    One(i32),
    Two(i32, String),
    Named { a: u8, b: Option<bool> },
    NoPlaces(),
    NoFields {},
    Opt(Option<u8>),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum ClosedExternal {
    Named { a: u8 },
    Nothing,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Internal {
    Nothing,
    HasFields { a: u8, b: Option<String> },
    OfStruct(Inner),
    OfMap(BTreeMap<String, Value>),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum ClosedInternal {
    Nothing,
    Named { a: u8 },
    Strict(StrictInner),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outer")]
pub enum NestedInternal {
    In(Internal),
    Boxed(Box<NestedInternal2>),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "second")]
pub enum NestedInternal2 {
    A { deep: Option<Box<NestedInternal>> },
    B,
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    Nothing,
    One(i32),
    Opt(Option<i32>),
    Two(i32, bool),
    Named { a: u8 },
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c", deny_unknown_fields)]
pub enum ClosedAdjacent {
    Nothing,
    Named { a: u8 },
    One(String),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Untagged {
    Number(i32),
    Text(String),
    Pair(u8, u8),
    Named { a: bool, b: Option<i32> },
    Nothing,
    List(Vec<Untagged>),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum UntaggedObjects {
    A { a: u8 },
    B(Inner),
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum ClosedUntagged {
    A { a: u8 },
    B { b: u8 },
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum PartlyUntagged {
    Known,
    Held(u8),
    #[serde(untagged)]
    Other(String),
    #[serde(untagged)]
    Thing { x: i32 },
}
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum PartlyUntaggedInternal {
    Known { a: u8 },
    #[serde(untagged)]
    Number(u8),
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Skipping {
    A,
    #[serde(skip)]
    B,
    #[serde(skip_serializing)]
    C,
    #[serde(skip_deserializing)]
    D(u8),
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum RenamedBothWays {
    #[serde(rename(serialize = "out", deserialize = "in"))]
    A,
    #[serde(rename(serialize = "OUT", deserialize = "IN"), alias = "other")]
    B(u8),
}
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Never {}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Deep {
    pub a: Option<Vec<HashMap<String, Option<External>>>>,
    pub b: Vec<Internal>,
    pub c: Option<Plain>,
    pub d: inner::Hidden,
    pub e: Reexported,
}

pub mod inner {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    pub struct Hidden {
        pub up: super::Id,
        pub next: Option<Box<deeper::Hidden>>,
    }

    pub mod deeper {
        use super::super::Unit as Nothing;
        use schemars::JsonSchema;
        use serde::{Deserialize as De, Serialize as Ser};

        #[derive(Ser, De, JsonSchema)]
        pub struct Hidden {
            pub none: Nothing,
            pub back: Vec<crate::model::inner::Hidden>,
        }
        #[derive(Ser, De, JsonSchema)]
        pub struct Renowned {
            pub a: u8,
        }
    }
}
pub use inner::deeper::Renowned as Reexported;

#[cfg_attr(all(), derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(all(), serde(rename_all = "camelCase"))]
pub struct Conditional {
    #[cfg_attr(all(), serde(default))]
    pub one_two: u8,
}
