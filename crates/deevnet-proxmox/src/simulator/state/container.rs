//! Containers.

use std::collections::BTreeMap;

use super::digest;
use super::virtual_machine::PowerState;

/// A container: its configuration is text by key, as its file has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Container {
    /// What it runs with.
    pub(crate) config: BTreeMap<String, String>,
    /// Whether it runs.
    pub(crate) power: PowerState,
}

impl Container {
    /// The digest of its file.
    pub(crate) fn digest(&self) -> String {
        digest(&self.config.iter().fold(String::new(), |file, (key, text)| file + key + ": " + text + "\n"))
    }
}
