//! Why a VLAN has to reach what stands behind a port.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// Why a VLAN has to reach what stands behind a port.
///
/// `Display` says it in the words of a message, where "it" is the VLAN: `hv01 (eth0) is on it`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum Reason {
    /// An interface is on the segment: the host's own, or a machine's on it.
    Interface {
        /// The host.
        host: Arc<str>,
        /// The interface.
        interface: Arc<str>,
    },
    /// A machine on the hypervisor is tagged with it.
    Machine {
        /// The machine.
        machine: Arc<str>,
        /// The hypervisor.
        hypervisor: Arc<str>,
    },
    /// A tenant's workload on the hypervisor is in its segment.
    Workload {
        /// The tenant.
        tenant: Arc<str>,
        /// The workload.
        workload: Arc<str>,
        /// The hypervisor.
        hypervisor: Arc<str>,
    },
    /// The hypervisor is of the tenant plane, and the segment is a tenant's or carries tenants' overlays.
    TenantPlane {
        /// The hypervisor.
        hypervisor: Arc<str>,
    },
    /// The access point serves the segment's wireless network.
    Wireless {
        /// The access point.
        access_point: Arc<str>,
        /// The name of the wireless network.
        ssid: Arc<str>,
    },
    /// The router routes the segment.
    Routed {
        /// The router.
        router: Arc<str>,
    },
    /// Hosts on both sides of the link to another switch are on it.
    BetweenSwitches {
        /// The switch at this end.
        near: Arc<str>,
        /// The switch at the other end.
        far: Arc<str>,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interface { host, interface } => write!(f, "{host} ({interface}) is on it"),
            Self::Machine { machine, hypervisor } => write!(f, "{machine} on {hypervisor} is tagged with it"),
            Self::Workload { tenant, workload, hypervisor } => {
                write!(f, "{workload} of the tenant {tenant} on {hypervisor} is on it")
            }
            Self::TenantPlane { hypervisor } => write!(f, "{hypervisor} hosts the tenants"),
            Self::Wireless { access_point, ssid } => write!(f, "{access_point} serves its wireless network \"{ssid}\""),
            Self::Routed { router } => write!(f, "{router} routes it"),
            Self::BetweenSwitches { near, far } => {
                write!(f, "hosts behind {near} and behind {far} are on it")
            }
        }
    }
}
