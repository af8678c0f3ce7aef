//! What would change on the nodes, as data.

mod action;
mod attachment;
mod blocked;
mod change;
mod desired;
mod difference;
mod document;
mod draft;
mod drift;
mod examination;
mod landscape;
mod machine;
mod network;
mod operation;
mod options;
mod orphan;
mod ownership;
mod planner;
mod room;
mod summary;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod withheld;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use action::{Action, ActionId, Target};
pub use blocked::{Blocked, Fault};
pub use change::{FieldChange, FieldClass, Risk};
pub use document::{OtherPlanError, ReadPlanError, StalePlanError};
pub use drift::Drift;
pub use operation::{CloneOrder, ConfigOrder, DestroyOrder, Operation, ResizeOrder, SdnObject, SdnOrder, SdnVerb};
pub use options::{PlanOptions, Scope};
pub use planner::plan;
pub use summary::{Fate, GateError, Summary};
pub use withheld::Withheld;

/// What makes the nodes what the declaration says: immutable, and without a choice left to who applies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The version of the format; [`Plan::VERSION`].
    pub version: u32,
    /// The substrate.
    pub substrate: Arc<str>,
    /// The SHA-256 digest of the survey that it was made from, as hexadecimal digits.
    pub survey: String,
    /// What it was asked for.
    pub scope: Scope,
    /// What is to be done: an action stands behind those that it needs.
    pub actions: Vec<Action>,
    /// Differences that no action can end, each with a way out.
    pub blocked: Vec<Blocked>,
    /// What must be settled before anything is done: strangers, contradictions. A plan with faults is not applied to the hosts
    /// that they are about.
    pub faults: Vec<Fault>,
    /// How many owned machines were looked at and need nothing.
    pub unchanged: usize,
    /// How many machines on the nodes are owned by the declaration.
    pub owned: usize,
}

impl Plan {
    /// The version of the format that is written and read.
    pub const VERSION: u32 = 1;
}
