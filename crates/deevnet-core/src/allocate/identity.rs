//! One allocated identity.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::AllocateError;
use crate::mac::{MacAddress, MacNamespace, Vmid, derive};
use crate::name::DnsLabel;

/// The bit of an address's first octet that makes it locally administered.
const LOCAL: u8 = 0b10;

/// The bit of an address's first octet that makes it one of a group.
const GROUP: u8 = 0b01;

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

    /// Refuses a MAC address that the VMID does not derive: in the given namespace, or else in the address's own.
    ///
    /// # Errors
    /// [`AllocateError::NotDerived`] with the address that the VMID derives.
    ///
    /// ```
    /// use deevnet_core::allocate::Identity;
    /// use deevnet_core::mac::Vmid;
    ///
    /// let identity = Identity::new("mobile".parse()?, "dns-vm01", Vmid::new(240)?, "02:de:20:00:00:c8".parse()?);
    /// let error = identity.require_derived(None).unwrap_err();
    /// assert_eq!(error.to_string(), "VMID 240 of dns-vm01 derives 02:de:20:00:00:f0, not 02:de:20:00:00:c8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn require_derived(&self, namespace: Option<MacNamespace>) -> Result<(), AllocateError> {
        let derived = namespace.map_or_else(|| self.derived_beside(), |namespace| derive::vmid(namespace, self.vmid));
        if derived == self.mac {
            return Ok(());
        }
        let (host, vmid, mac) = (Arc::clone(&self.host), self.vmid, self.mac);
        Err(AllocateError::NotDerived { host, vmid, mac, derived })
    }

    /// The address that the VMID derives beside the one that is there; always one that a namespace can hold.
    fn derived_beside(&self) -> MacAddress {
        let [first, second, third, ..] = self.mac.octets();
        let [_, suffix @ ..] = self.vmid.get().to_be_bytes();
        MacAddress::new([(first | LOCAL) & !GROUP, second, third, suffix[0], suffix[1], suffix[2]])
    }
}
