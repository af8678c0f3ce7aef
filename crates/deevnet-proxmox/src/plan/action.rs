//! One step of a plan.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::change::{FieldChange, Risk};
use super::operation::Operation;

/// The number of an action in its plan, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActionId(pub u32);

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Target {
    /// A virtual machine: the host or workload, its VMID, and the tenant that it belongs to.
    Machine {
        /// Its name: an inventory hostname, or a workload's name with its tenant (`api.orchard`).
        name: Arc<str>,
        /// Its VMID.
        vmid: u32,
        /// Its tenant, where it is a workload.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tenant: Option<Arc<str>>,
    },
    /// The software-defined network of a tenant.
    Network {
        /// The tenant.
        tenant: Arc<str>,
    },
    /// Everything that waits on a node for being applied.
    Node,
}

/// One step of a plan: what is done, where, why, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its number.
    pub id: ActionId,
    /// The inventory hostname of the hypervisor.
    pub host: Arc<str>,
    /// The node name in Proxmox VE.
    pub node: Arc<str>,
    /// What it is about.
    pub target: Target,
    /// What is done.
    pub operation: Operation,
    /// The fields that it changes, with before and after; in the order in which people read them.
    pub changes: Vec<FieldChange>,
    /// Why it is done, as a sentence without a full stop.
    pub reason: String,
    /// Whether the change is in force only after the machine was stopped and started.
    pub needs_reboot: bool,
    /// What could be lost.
    pub risk: Risk,
    /// The actions that come first.
    pub after: Vec<ActionId>,
}
