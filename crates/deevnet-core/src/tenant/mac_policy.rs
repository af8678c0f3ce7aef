//! Where the MAC addresses of workloads come from.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::class::WorkloadClass;
use super::plane::Plane;
use crate::UnknownNameError;
use crate::source::Spanned;

/// Where MAC addresses come from.
///
/// ```
/// use deevnet_core::tenant::MacPolicy;
///
/// assert_eq!("hypervisor-assigned".parse(), Ok(MacPolicy::HypervisorAssigned));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MacPolicy {
    /// Derived from a declared identity, such as a VMID: the same one for ever. The management plane has no other.
    Deterministic,
    /// Recorded as found on hardware or on an older guest, and never rewritten.
    Observed,
    /// Chosen by the hypervisor when it creates the guest, and unknown before.
    HypervisorAssigned,
}

crate::named::named!(MacPolicy, "MAC policy":
    Deterministic => "deterministic",
    Observed => "observed",
    HypervisorAssigned => "hypervisor-assigned",
);

/// What a declared MAC policy holds for: a whole plane or one workload class.
///
/// ```
/// use deevnet_core::tenant::{Plane, PolicyScope, WorkloadClass};
///
/// assert_eq!("tenant".parse(), Ok(PolicyScope::Plane(Plane::Tenant)));
/// assert_eq!("ephemeral".parse(), Ok(PolicyScope::Class(WorkloadClass::Ephemeral)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyScope {
    /// Every class of a plane that has no policy of its own.
    Plane(Plane),
    /// One class.
    Class(WorkloadClass),
}

impl PolicyScope {
    /// Every name that a policy may be declared for.
    pub const NAMES: &'static [&'static str] =
        &["management", "tenant", "application-development", "experiment", "ephemeral", "management-service"];

    /// The plane that it is, or is a part of.
    pub const fn plane(self) -> Plane {
        match self {
            PolicyScope::Plane(plane) => plane,
            PolicyScope::Class(class) => class.plane(),
        }
    }
}

impl fmt::Display for PolicyScope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyScope::Plane(plane) => plane.fmt(formatter),
            PolicyScope::Class(class) => class.fmt(formatter),
        }
    }
}

impl FromStr for PolicyScope {
    type Err = UnknownNameError;

    fn from_str(text: &str) -> Result<PolicyScope, UnknownNameError> {
        let plane = || text.parse().map(PolicyScope::Plane);
        let class = || text.parse().map(PolicyScope::Class);
        let unknown = |_| UnknownNameError::new("plane or workload class", text, PolicyScope::NAMES);
        plane().or_else(|_| class()).map_err(unknown)
    }
}

crate::wire::as_text!(PolicyScope, "the name of a plane or workload class");

/// The policy of a class: its own, or else that of its plane, or else the default.
pub(crate) fn policy_of(declared: &BTreeMap<PolicyScope, Spanned<MacPolicy>>, class: WorkloadClass) -> MacPolicy {
    let scopes = [PolicyScope::Class(class), PolicyScope::Plane(class.plane())];
    let found = scopes.iter().find_map(|scope| declared.get(scope));
    found.map_or_else(|| class.default_mac_policy(), |policy| policy.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn every_scope_reads_its_name_back() {
        for name in PolicyScope::NAMES {
            assert_eq!(name.parse::<PolicyScope>().unwrap().to_string(), *name);
        }
        let planes = Plane::ALL.iter().map(|plane| plane.name());
        let classes = WorkloadClass::ALL.iter().map(|class| class.name());
        assert!(planes.chain(classes).eq(PolicyScope::NAMES.iter().copied()));
        let error = "tenants".parse::<PolicyScope>().unwrap_err();
        insta::assert_snapshot!(error, @"`tenants` is not a known plane or workload class");
    }

    #[test]
    fn the_nearest_declaration_wins() {
        let declared = BTreeMap::from([
            (PolicyScope::Plane(Plane::Tenant), Spanned::new(MacPolicy::Deterministic, Span::NONE)),
            (PolicyScope::Class(WorkloadClass::Ephemeral), Spanned::new(MacPolicy::HypervisorAssigned, Span::NONE)),
        ]);
        assert_eq!(policy_of(&declared, WorkloadClass::Ephemeral), MacPolicy::HypervisorAssigned);
        assert_eq!(policy_of(&declared, WorkloadClass::Experiment), MacPolicy::Deterministic);
        assert_eq!(policy_of(&declared, WorkloadClass::ManagementService), MacPolicy::Deterministic);
        assert_eq!(policy_of(&BTreeMap::new(), WorkloadClass::Experiment), MacPolicy::HypervisorAssigned);
    }
}
