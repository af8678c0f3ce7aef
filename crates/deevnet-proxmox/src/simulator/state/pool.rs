//! Pools of guests and storages.

use std::collections::BTreeSet;

/// A pool.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pool {
    /// What was said of it.
    pub(crate) comment: Option<String>,
    /// The numbers of the guests in it.
    pub(crate) guests: BTreeSet<u32>,
    /// The names of the storages in it.
    pub(crate) storages: BTreeSet<String>,
}
