//! The two planes of a substrate.

/// The plane of a substrate that a hypervisor or workload belongs to.
///
/// ```
/// use deevnet_core::tenant::Plane;
///
/// assert_eq!("tenant".parse(), Ok(Plane::Tenant));
/// assert_eq!(Plane::Management.to_string(), "management");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plane {
    /// What everything else depends on: slow, stable, never lost.
    Management,
    /// Application workloads: high churn, rebuildable.
    Tenant,
}

crate::named::named!(Plane, "plane":
    Management => "management",
    Tenant => "tenant",
);
