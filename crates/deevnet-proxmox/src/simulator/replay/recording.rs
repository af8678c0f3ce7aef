//! Recorded exchanges.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;
use serde_json::Value;

use crate::simulator::Release;

/// A group of exchanges in the order they were recorded in.
#[derive(Debug, Deserialize)]
pub(super) struct Recording {
    pub(super) exchanges: Vec<Entry>,
}

/// An exchange, or a command that was run on the host.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) n: u32,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) auth: String,
    pub(super) request: Option<Request>,
    pub(super) response: Option<Response>,
    pub(super) host_command: Option<String>,
}

/// A request as it was sent.
#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) extra_headers: Option<BTreeMap<String, String>>,
}

/// An answer as it came.
#[derive(Debug, Deserialize)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) reason: String,
    pub(super) json: Option<Value>,
    pub(super) raw: Option<Value>,
}

/// The folder with the recordings, if there is one.
pub(in crate::simulator) fn folder() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared = env::var_os("DEEVNET_SHARED_DATA").map_or_else(|| repository.join("../shared/data"), PathBuf::from);
    Some(shared.join("pve")).filter(|folder| folder.is_dir())
}

impl Recording {
    /// The recording of a group, or nothing where there is none.
    pub(super) fn read(release: Release, group: &str) -> Option<Self> {
        let file = folder()?.join(format!("transcripts-{release}")).join(format!("{group}.json"));
        let text = fs::read_to_string(file).ok()?;
        Some(serde_json::from_str(&text).unwrap())
    }
}

impl Entry {
    /// What the recording says that a task's state is, where it asks for one.
    pub(super) fn recorded_task_status(&self) -> Option<&str> {
        let is_status =
            self.request.as_ref()?.path.ends_with("/status") && self.request.as_ref()?.path.contains("/tasks/");
        let answer = self.response.as_ref()?.json.as_ref()?;
        answer.pointer("/data/status").and_then(Value::as_str).filter(|_| is_status)
    }
}
