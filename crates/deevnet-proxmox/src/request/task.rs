//! Tasks: what a node does after it has answered.

use serde::Deserialize;

use super::call::{Call, Repetition};
use super::encoding::path;
use super::guest_change::given_only;
use super::reading::{number, optional_text, text};
use crate::notation::Upid;
use crate::transport::Method;

/// Asks how a task goes (`GET /nodes/{node}/tasks/{upid}/status`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStatus {
    /// The task.
    pub upid: Upid,
}

/// How a task goes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TaskState {
    /// Whether it is `running` or `stopped`.
    #[serde(deserialize_with = "text")]
    pub status: String,
    /// How it ended: `OK`, `WARNINGS: 2`, or what went wrong.
    #[serde(default, deserialize_with = "optional_text")]
    pub exitstatus: Option<String>,
}

impl Call for TaskStatus {
    type Answer = TaskState;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", self.upid.node(), "tasks", self.upid.as_str(), "status"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// Asks for the log of a task (`GET /nodes/{node}/tasks/{upid}/log`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLog {
    /// The task.
    pub upid: Upid,
    /// How many lines to pass over.
    pub start: u32,
    /// How many lines to give; 50 where nothing is said.
    pub limit: Option<u32>,
}

/// A line of a task's log.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LogLine {
    /// Its number, from 1.
    #[serde(deserialize_with = "number")]
    pub n: u32,
    /// Its text.
    #[serde(default, deserialize_with = "text")]
    pub t: String,
}

impl Call for TaskLog {
    type Answer = Vec<LogLine>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", self.upid.node(), "tasks", self.upid.as_str(), "log"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        given_only([("start", Some(self.start.to_string())), ("limit", self.limit.map(|limit| limit.to_string()))])
    }
}

/// Asks for the last tasks of a node (`GET /nodes/{node}/tasks`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tasks {
    /// The node.
    pub node: String,
    /// Only tasks about a guest.
    pub vmid: Option<u32>,
    /// Only tasks of a type, such as `qmclone`.
    pub typefilter: Option<String>,
    /// `active` for those that run, `all` for those too; those that ended where nothing is said.
    pub source: Option<String>,
    /// How many to give; 50 where nothing is said.
    pub limit: Option<u32>,
}

/// A task in a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TaskRow {
    /// Its name.
    pub upid: Upid,
    /// How it ended; `None` and `RUNNING` while it runs.
    #[serde(default, deserialize_with = "optional_text")]
    pub status: Option<String>,
}

impl Call for Tasks {
    type Answer = Vec<TaskRow>;

    const METHOD: Method = Method::Get;
    const REPETITION: Repetition = Repetition::Read;

    fn path(&self) -> String {
        path(&["nodes", &self.node, "tasks"])
    }

    fn parameters(&self) -> Vec<(String, String)> {
        given_only([
            ("vmid", self.vmid.map(|vmid| vmid.to_string())),
            ("typefilter", self.typefilter.clone()),
            ("source", self.source.clone()),
            ("limit", self.limit.map(|limit| limit.to_string())),
        ])
    }
}
