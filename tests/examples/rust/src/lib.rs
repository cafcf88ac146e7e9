//! A decoder of the item: structs and enums that serde derives one for.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Message,
    FunctionCall,
    FunctionCallOutput,
    ItemReference,
}

#[derive(Debug, Deserialize)]
pub enum Object {
    #[serde(rename = "realtime.item")]
    RealtimeItem,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Completed,
    Incomplete,
    InProgress,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    User,
    Assistant,
    System,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartType {
    InputText,
    InputAudio,
    ItemReference,
    Text,
}

#[derive(Debug, Deserialize)]
pub struct Part {
    pub r#type: Option<PartType>,
    pub id: Option<String>,
    pub text: Option<String>,
    pub audio: Option<String>,
    pub transcript: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub r#type: Option<Type>,
    pub id: Option<String>,
    pub object: Option<Object>,
    pub status: Option<Status>,
    pub role: Option<Role>,
    pub content: Option<Vec<Part>>,
    pub call_id: Option<String>,
    pub name: Option<String>,
    pub arguments: Option<String>,
    pub output: Option<String>,
}

/// Returns the item that a JSON text holds.
pub fn decode(data: &[u8]) -> serde_json::Result<Item> {
    serde_json::from_slice(data)
}
