//! What a plan cannot or must not do.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::action::Target;
use super::change::FieldChange;

/// A difference that no action can end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// The inventory hostname of the hypervisor.
    pub host: Arc<str>,
    /// What it is about.
    pub target: Target,
    /// The difference.
    pub change: FieldChange,
    /// Why it stays.
    pub reason: String,
    /// What a person can do.
    pub hint: String,
}

/// Something that contradicts the declaration, so that what it is about is left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The machines and tenants that are left alone because of it.
    pub targets: Vec<Target>,
    /// What is wrong, with the value and the place.
    pub message: String,
    /// What a person can do.
    pub hint: String,
}
