//! What a plan is limited to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

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

/// What a plan was asked for, so that it can be made once more and compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The hosts, workloads and tenants that were planned; all where there is none.
    pub targets: BTreeSet<String>,
    /// The machines and tenants that might be taken over.
    pub adopt: BTreeSet<String>,
    /// Whether running machines might be stopped and started again.
    pub reboot: bool,
}

impl PlanOptions {
    /// What a plan is asked for, with what errors of a check leave alone.
    pub fn of(scope: &Scope, withheld: Withheld) -> Self {
        let Scope { targets, adopt, reboot } = scope.clone();
        Self { targets, adopt, withheld, reboot }
    }

    /// What the plan is asked for.
    pub fn scope(&self) -> Scope {
        Scope { targets: self.targets.clone(), adopt: self.adopt.clone(), reboot: self.reboot }
    }

    /// Whether something with any of these names is planned.
    pub(super) fn includes(&self, names: &[&str]) -> bool {
        self.targets.is_empty() || names.iter().any(|name| self.targets.contains(*name))
    }

    /// Whether something with any of these names may be taken over.
    pub(super) fn adopts(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.adopt.contains(*name))
    }
}
