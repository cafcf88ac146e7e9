//! The record as the Rust page describes it: ten optional fields, nine of them strings.

use serde::Deserialize;

/// The item; `Part` stands for the type of a content part, which the page only names.
///
/// The page prints `_type` and no attributes; that its name on the wire is `type` is inferred.
#[derive(Deserialize)]
#[allow(dead_code)]
pub struct Item<Part> {
    pub arguments: Option<String>,
    pub call_id: Option<String>,
    pub content: Option<Vec<Part>>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub object: Option<String>,
    pub output: Option<String>,
    pub role: Option<String>,
    pub status: Option<String>,
    #[serde(rename = "type")]
    pub _type: Option<String>,
}
