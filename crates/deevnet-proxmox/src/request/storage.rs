//! Storages and what is on them.

use serde::Deserialize;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::reading::{flag, names, number, optional_number, text};
use crate::transport::Method;

/// Asks for the storages of a node (`GET /nodes/{node}/storage`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storages {
    /// The node.
    pub node: String,
}

/// A storage of a node.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StorageRow {
    /// Its name.
    pub storage: String,
    /// Its type, such as `lvmthin`.
    #[serde(rename = "type", default, deserialize_with = "text")]
    pub kind: String,
    /// What it may hold, sorted.
    #[serde(default, deserialize_with = "names")]
    pub content: Vec<String>,
    /// Whether it answers.
    #[serde(default, deserialize_with = "flag")]
    pub active: bool,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "flag")]
    pub enabled: bool,
    /// Its size in bytes.
    #[serde(default, deserialize_with = "optional_number")]
    pub total: Option<u64>,
    /// What is free in it, in bytes.
    #[serde(default, deserialize_with = "optional_number")]
    pub avail: Option<u64>,
}

impl Call for Storages {
    type Answer = Vec<StorageRow>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "storage"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Asks what is on a storage (`GET /nodes/{node}/storage/{storage}/content`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageContent {
    /// The node.
    pub node: String,
    /// The storage.
    pub storage: String,
    /// Only content of a type, such as `images`.
    pub content: Option<String>,
    /// Only what belongs to a guest.
    pub vmid: Option<u32>,
}

/// A volume on a storage.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VolumeRow {
    /// Its name with that of the storage.
    pub volid: String,
    /// What it holds.
    #[serde(default, deserialize_with = "text")]
    pub content: String,
    /// Its size in bytes.
    #[serde(deserialize_with = "number")]
    pub size: u64,
    /// The guest that it belongs to.
    #[serde(default, deserialize_with = "optional_number")]
    pub vmid: Option<u32>,
}

impl Call for StorageContent {
    type Answer = Vec<VolumeRow>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "storage", &self.storage, "content"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let content = self.content.iter().map(|content| ("content".to_owned(), content.clone()));
        content.chain(self.vmid.iter().map(|vmid| ("vmid".to_owned(), vmid.to_string()))).collect()
    }
}
