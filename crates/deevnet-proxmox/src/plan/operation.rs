//! What an action does, whole: who applies it adds nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use crate::request::SdnObject;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Operation {
    /// A machine is made from a template.
    Clone(CloneOrder),
    /// Options of a machine are set or removed, its first disks and tags included.
    Configure(ConfigOrder),
    /// A disk grows.
    Resize(ResizeOrder),
    /// A machine is started, after it was read back and found as declared.
    Start,
    /// A machine is shut down, and stopped where it does not obey in time.
    Stop,
    /// Only the tags of a machine are set: it is owned, and has lost what says so.
    Retag {
        /// All tags that it will have, sorted.
        tags: Vec<String>,
    },
    /// A machine and its disks are removed.
    Destroy(DestroyOrder),
    /// An object of the software-defined network is made, changed or removed, pending until it is applied.
    Sdn(SdnOrder),
    /// The pending changes of the software-defined network are put in force.
    ApplySdn,
}

impl Operation {
    /// What it is called, as in its JSON: `clone`, `apply-sdn`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Clone(_) => "clone",
            Self::Configure(_) => "configure",
            Self::Resize(_) => "resize",
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Retag { .. } => "retag",
            Self::Destroy(_) => "destroy",
            Self::Sdn(_) => "sdn",
            Self::ApplySdn => "apply-sdn",
        }
    }
}

/// How a machine is made from a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloneOrder {
    /// The VMID of the template, on the same node.
    pub template: u32,
    /// The name of the template.
    pub template_name: String,
    /// The VMID of the machine.
    pub vmid: u32,
    /// Its name.
    pub name: String,
    /// Its description, with the mark of ownership in it.
    pub description: String,
    /// The storage of its disks; the template's where nothing is said.
    pub storage: Option<String>,
}

/// Options that are set and removed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigOrder {
    /// What is set, as Proxmox VE writes it.
    pub set: BTreeMap<String, String>,
    /// What is removed, sorted.
    pub delete: Vec<String>,
    /// The digest of the configuration that it was planned from; `None` for a machine that does not exist yet, whose
    /// digest is read after it was cloned.
    pub digest: Option<String>,
}

/// How a disk grows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResizeOrder {
    /// The device, such as `scsi0`.
    pub disk: String,
    /// Its new size in whole GiB, or a smaller unit, as Proxmox VE writes it (`64G`); never smaller than before.
    pub size: String,
}

/// What is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyOrder {
    /// The name that the machine must still have.
    pub name: String,
    /// The digest of the configuration that it was planned from.
    pub digest: Option<String>,
}

/// What is done to an object of the software-defined network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SdnVerb {
    /// It is made.
    Create,
    /// Options of it are set or removed.
    Update,
    /// It is removed.
    Delete,
}

/// What is done to which object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SdnOrder {
    /// What is done.
    pub verb: SdnVerb,
    /// The object.
    pub object: SdnObject,
    /// What is set.
    pub set: BTreeMap<String, String>,
    /// What is removed, sorted.
    pub delete: Vec<String>,
}
