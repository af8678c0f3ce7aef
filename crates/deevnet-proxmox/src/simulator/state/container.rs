//! Containers.

use std::collections::BTreeMap;

use super::virtual_machine::PowerState;

/// A container: its configuration is text by key, as its file has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Container {
    /// What it runs with.
    pub(crate) config: BTreeMap<String, String>,
    /// Whether it runs.
    pub(crate) power: PowerState,
}
