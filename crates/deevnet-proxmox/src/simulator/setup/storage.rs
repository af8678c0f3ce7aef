//! Storages at the start.

use std::collections::BTreeSet;

/// A storage.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StorageSetup {
    /// Its name.
    pub id: String,
    /// Its type: `dir`, `lvmthin`, `zfspool`.
    pub kind: String,
    /// The folder of a `dir`.
    pub path: Option<String>,
    /// What it may hold: `images`, `rootdir`, `iso` and so on.
    pub content: BTreeSet<String>,
    /// Its capacity in bytes.
    pub total: u64,
    /// How much of it other things use, in bytes.
    pub used: u64,
    /// Further options as `/storage` shows them, such as `pool` of a `zfspool`.
    pub options: Vec<(String, String)>,
    /// What it holds besides the volumes that guests name.
    pub volumes: Vec<VolumeSetup>,
}

/// A volume.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VolumeSetup {
    /// Its name without the storage: `iso/a.iso`, `9000/vm-9000-disk-0.raw`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}
