//! A plan while it is made.

use std::sync::Arc;

use super::action::{Action, ActionId, Target};
use super::blocked::{Blocked, Fault};
use super::change::{FieldChange, Risk};
use super::operation::Operation;

/// Where something is done and to what.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) host: Arc<str>,
    pub(super) node: Arc<str>,
    pub(super) target: Target,
}

/// What is to be done, before it has a number.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) operation: Operation,
    pub(super) changes: Vec<FieldChange>,
    pub(super) reason: String,
    pub(super) needs_reboot: bool,
    pub(super) risk: Risk,
}

impl Step {
    /// A step that interrupts nothing.
    pub(super) fn new(operation: Operation, changes: Vec<FieldChange>, reason: impl Into<String>) -> Self {
        Self { operation, changes, reason: reason.into(), needs_reboot: false, risk: Risk::None }
    }

    /// The step with its risk.
    pub(super) fn with_risk(self, risk: Risk) -> Self {
        Self { risk, ..self }
    }
}

/// A plan while it is made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) actions: Vec<Action>,
    pub(super) blocked: Vec<Blocked>,
    pub(super) faults: Vec<Fault>,
    pub(super) unchanged: usize,
    pub(super) owned: usize,
}

impl Draft {
    /// Adds a step behind others.
    pub(super) fn push(&mut self, spot: &Spot, step: Step, after: &[ActionId]) -> ActionId {
        let id = ActionId(u32::try_from(self.actions.len()).unwrap_or(u32::MAX).saturating_add(1));
        let Spot { host, node, target } = spot.clone();
        let Step { operation, changes, reason, needs_reboot, risk } = step;
        let after = after.to_vec();
        self.actions.push(Action { id, host, node, target, operation, changes, reason, needs_reboot, risk, after });
        id
    }

    /// Adds something that contradicts the declaration.
    pub(super) fn fault(&mut self, targets: Vec<Target>, message: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(Fault { targets, message: message.into(), hint: hint.into() });
    }

    /// Adds a difference that stays.
    pub(super) fn block(
        &mut self,
        spot: &Spot,
        change: FieldChange,
        reason: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (host, target) = (Arc::clone(&spot.host), spot.target.clone());
        self.blocked.push(Blocked { host, target, change, reason: reason.into(), hint: hint.into() });
    }
}
