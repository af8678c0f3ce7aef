//! What an apply did.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::outcome::Outcome;
use crate::plan::{ActionId, Target};

/// What an apply did: every action of the plan with its outcome, and every machine that was read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The version of the format; [`Report::VERSION`].
    pub version: u32,
    /// The substrate.
    pub substrate: Arc<str>,
    /// The actions, in the order of the plan.
    pub actions: Vec<ActionReport>,
    /// The machines that were changed and read back, by VMID.
    pub machines: Vec<MachineReport>,
    /// Whether somebody asked to stop before all was begun.
    pub interrupted: bool,
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionReport {
    /// Its number in the plan.
    pub id: ActionId,
    /// The inventory hostname of the hypervisor.
    pub host: Arc<str>,
    /// What it is about.
    pub target: Target,
    /// What was to be done, in a word or two, such as `clone`.
    pub operation: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
}

/// A machine that was read back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MachineReport {
    /// Its VMID.
    pub vmid: u32,
    /// Its name.
    pub name: Arc<str>,
    /// The inventory hostname of the hypervisor.
    pub host: Arc<str>,
    /// Whether it will boot with everything that was set.
    pub is_verified: bool,
    /// The options that were compared, sorted.
    pub fields: Vec<String>,
    /// Those of them that take effect when it is stopped and started, sorted.
    pub waiting: Vec<String>,
}

/// How many actions ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Done and, where it is a machine's last change, read back.
    pub done: usize,
    /// Begun and not done.
    pub failed: usize,
    /// Not begun, because another was not done.
    pub skipped: usize,
    /// Not begun, because it is not allowed.
    pub refused: usize,
    /// Not begun, because somebody asked to stop.
    pub not_started: usize,
}

impl Report {
    /// The version of the format that is written and read.
    pub const VERSION: u32 = 1;

    /// How many actions ended how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for action in &self.actions {
            let counter = match action.outcome {
                Outcome::Done { .. } => &mut tally.done,
                Outcome::Failed(_) => &mut tally.failed,
                Outcome::Skipped { .. } => &mut tally.skipped,
                Outcome::Refused { .. } => &mut tally.refused,
                Outcome::NotStarted => &mut tally.not_started,
            };
            *counter += 1;
        }
        tally
    }

    /// Whether every action was done.
    pub fn is_complete(&self) -> bool {
        self.actions.iter().all(|action| action.outcome.is_done())
    }
}

impl ActionReport {
    /// How long it took.
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}
