//! Storages and volumes.

use std::collections::{BTreeMap, BTreeSet};

/// A storage.
#[derive(Debug, Clone, Default)]
pub(crate) struct Storage {
    /// Its type: `dir`, `lvmthin`, `zfspool`.
    pub(crate) kind: String,
    /// The folder of a `dir`.
    pub(crate) path: Option<String>,
    /// What it may hold.
    pub(crate) content: BTreeSet<String>,
    /// Its capacity in bytes.
    pub(crate) total: u64,
    /// How much of it other things use, in bytes.
    pub(crate) used_otherwise: u64,
    /// Further options of its section.
    pub(crate) options: BTreeMap<String, String>,
    /// What it holds, by name without the storage.
    pub(crate) volumes: BTreeMap<String, Volume>,
}

/// A volume.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Volume {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// How much of it takes space, in bytes.
    pub(crate) used: u64,
    /// `raw`, `qcow2`, `iso` and so on.
    pub(crate) format: String,
    /// What it is: `images`, `rootdir`, `iso`, `import`, `snippets` and so on.
    pub(crate) content: String,
    /// The guest it belongs to.
    pub(crate) vmid: Option<u32>,
    /// The volume it is a difference to.
    pub(crate) parent: Option<String>,
    /// When it was made, in seconds since 1970.
    pub(crate) time: u64,
}

impl Storage {
    /// How many bytes are in use.
    pub(crate) fn used(&self) -> u64 {
        let volumes: u64 = self.volumes.values().map(|volume| volume.used).sum();
        self.used_otherwise.saturating_add(volumes).min(self.total)
    }

    /// How many bytes are free.
    pub(crate) fn free(&self) -> u64 {
        self.total - self.used()
    }
}
