//! How an action ended.

use serde::{Deserialize, Serialize};

use super::difference::Difference;
use crate::plan::ActionId;

/// How an action ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// It was done, and what was read back is what was asked for.
    Done {
        /// How many warnings the tasks of the node gave.
        warnings: u32,
    },
    /// It was begun and could not be done.
    Failed(Failure),
    /// It was not begun, because one that comes first was not done.
    Skipped {
        /// The action that was not done; `None` where the node was lost.
        because: Option<ActionId>,
        /// Why, as a sentence without a full stop.
        reason: String,
    },
    /// It was not begun, because it is not allowed.
    Refused {
        /// Why, as a sentence without a full stop.
        reason: String,
        /// What a person can do.
        hint: String,
    },
    /// It was not begun, because somebody asked to stop.
    NotStarted,
}

impl Outcome {
    /// Whether the action was done.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

/// Why an action could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// What went wrong, as a sentence without a full stop.
    pub message: String,
    /// What a person can do, where there is something to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The last lines of the log of the task that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// The fields that were read back with another value than was set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
}
