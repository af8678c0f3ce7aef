//! A field with what it is and what it becomes.

use serde::{Deserialize, Serialize};

/// What a difference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldClass {
    /// It makes the machine another one: MAC address, VLAN, VMID, name, address.
    Identity,
    /// It changes what the machine can do: processors, memory, disks, whether it runs.
    Resource,
    /// It changes how the machine is described: tags, description, order of start.
    Cosmetic,
}

/// A field, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldChange {
    /// The field, such as `net0.mac` or `memory`.
    pub field: String,
    /// What it is now; `None` where it is not set.
    pub before: Option<String>,
    /// What it becomes; `None` where it is removed.
    pub after: Option<String>,
    /// What the difference means.
    pub class: FieldClass,
}

/// What could be lost by an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Nothing: it adds, or changes what is only described.
    None,
    /// The machine is interrupted, or reaches another network.
    Disruptive,
    /// Data is gone for good.
    Destructive,
}
