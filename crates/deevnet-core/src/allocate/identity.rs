//! One allocated identity.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::mac::{MacAddress, MacNamespace, Vmid, derive};
use crate::name::DnsLabel;

/// The identity that was allocated to one host: its VMID, and the MAC address that the VMID derives.
///
/// Identities sort by substrate and host.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Identity {
    /// The substrate that the host belongs to.
    pub substrate: DnsLabel,
    /// The inventory hostname.
    pub host: Arc<str>,
    /// The VMID, unique in the substrate.
    pub vmid: Vmid,
    /// The MAC address, unique everywhere.
    pub mac: MacAddress,
}

impl Identity {
    /// An identity as it was stored.
    pub fn new(substrate: DnsLabel, host: impl Into<Arc<str>>, vmid: Vmid, mac: MacAddress) -> Self {
        Self { substrate, host: host.into(), vmid, mac }
    }

    /// The identity of a host that is given a VMID: its MAC is [derived](derive::vmid) in the substrate's namespace.
    ///
    /// ```
    /// use deevnet_core::allocate::Identity;
    /// use deevnet_core::mac::Vmid;
    ///
    /// let identity = Identity::derived("mobile".parse()?, "dns-vm01", Vmid::new(200)?, "02:de:20".parse()?);
    /// assert_eq!(identity.mac.to_string(), "02:de:20:00:00:c8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn derived(substrate: DnsLabel, host: impl Into<Arc<str>>, vmid: Vmid, namespace: MacNamespace) -> Self {
        Self::new(substrate, host, vmid, derive::vmid(namespace, vmid))
    }
}
