//! What a plan is limited to.

use std::collections::BTreeSet;

use super::withheld::Withheld;

/// What a plan is limited to, and what it may do beyond the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlanOptions {
    /// The hosts, workloads (`api.orchard`) and tenants that are planned; all where there is none.
    pub targets: BTreeSet<String>,
    /// The machines and tenants whose virtual machine or network is taken over although nothing on the node says that it
    /// is owned: its VMID and its name, or its ID, are those that are declared.
    pub adopt: BTreeSet<String>,
    /// What errors of a check are about, which is left alone.
    pub withheld: Withheld,
    /// Whether running machines are stopped and started again where a value takes effect only then.
    pub reboot: bool,
}

impl PlanOptions {
    /// Whether something with any of these names is planned.
    pub(super) fn includes(&self, names: &[&str]) -> bool {
        self.targets.is_empty() || names.iter().any(|name| self.targets.contains(*name))
    }

    /// Whether something with any of these names may be taken over.
    pub(super) fn adopts(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.adopt.contains(*name))
    }
}
