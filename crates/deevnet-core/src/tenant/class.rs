//! Workload classes: what a workload is for, and so how it may be treated.

use super::mac_policy::MacPolicy;
use super::plane::Plane;

/// What a workload is for.
///
/// The class says on which plane it runs, how much churn it tolerates, and where its MAC addresses come from unless
/// something else is declared.
///
/// ```
/// use deevnet_core::tenant::{ChurnTolerance, MacPolicy, Plane, WorkloadClass};
///
/// let class: WorkloadClass = "experiment".parse()?;
/// assert_eq!(class.plane(), Plane::Tenant);
/// assert_eq!(class.churn_tolerance(), ChurnTolerance::Frequent);
/// assert_eq!(class.default_mac_policy(), MacPolicy::HypervisorAssigned);
/// # Ok::<(), deevnet_core::UnknownNameError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkloadClass {
    /// Backends, services and interfaces under development; what a tenant is for where nothing is declared.
    #[default]
    ApplicationDevelopment,
    /// Test environments and sandboxes.
    Experiment,
    /// Short-lived machines that nobody keeps.
    Ephemeral,
    /// A service of the management plane, such as DNS.
    ManagementService,
}

crate::named::named!(WorkloadClass, "workload class":
    ApplicationDevelopment => "application-development",
    Experiment => "experiment",
    Ephemeral => "ephemeral",
    ManagementService => "management-service",
);

impl WorkloadClass {
    /// The classes that a tenant may have: those of the tenant plane.
    pub const OF_TENANTS: &'static [WorkloadClass] =
        &[WorkloadClass::ApplicationDevelopment, WorkloadClass::Experiment, WorkloadClass::Ephemeral];

    /// The plane it runs on.
    pub const fn plane(self) -> Plane {
        match self {
            WorkloadClass::ApplicationDevelopment | WorkloadClass::Experiment | WorkloadClass::Ephemeral => {
                Plane::Tenant
            }
            WorkloadClass::ManagementService => Plane::Management,
        }
    }

    /// How much churn it tolerates.
    pub const fn churn_tolerance(self) -> ChurnTolerance {
        match self {
            WorkloadClass::ApplicationDevelopment => ChurnTolerance::Planned,
            WorkloadClass::Experiment => ChurnTolerance::Frequent,
            WorkloadClass::Ephemeral => ChurnTolerance::Unlimited,
            WorkloadClass::ManagementService => ChurnTolerance::None,
        }
    }

    /// Where its MAC addresses come from unless something else is declared.
    ///
    /// The management plane is deterministic. For tenants that is deferred: the hypervisor assigns them.
    pub const fn default_mac_policy(self) -> MacPolicy {
        match self.plane() {
            Plane::Management => MacPolicy::Deterministic,
            Plane::Tenant => MacPolicy::HypervisorAssigned,
        }
    }
}

/// How much churn a workload tolerates: when it may be destroyed and rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChurnTolerance {
    /// Never without need: others depend on it.
    None,
    /// When that is planned: its state is kept elsewhere.
    Planned,
    /// Often: it is rebuilt from its definition.
    Frequent,
    /// At any time, without asking.
    Unlimited,
}

crate::named::named!(ChurnTolerance, "churn tolerance":
    None => "none",
    Planned => "planned",
    Frequent => "frequent",
    Unlimited => "unlimited",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_are_those_of_the_estate() {
        let row = |class: &WorkloadClass| {
            format!("{class} {} {} {}", class.plane(), class.churn_tolerance(), class.default_mac_policy())
        };
        let table: Vec<String> = WorkloadClass::ALL.iter().map(row).collect();
        insta::assert_snapshot!(table.join("\n"), @r"
        application-development tenant planned hypervisor-assigned
        experiment tenant frequent hypervisor-assigned
        ephemeral tenant unlimited hypervisor-assigned
        management-service management none deterministic
        ");
    }

    #[test]
    fn tenants_have_the_classes_of_their_plane() {
        let of_plane = WorkloadClass::ALL.iter().copied().filter(|class| class.plane() == Plane::Tenant);
        assert!(of_plane.eq(WorkloadClass::OF_TENANTS.iter().copied()));
    }
}
