//! Where the address of an interface comes from.

use crate::tenant::MacPolicy;

/// Where the MAC address of one interface comes from (`infrastructure.interfaces.<interface>.mac_policy`).
///
/// It is the [`MacPolicy`] of one interface, and says which derivation a deterministic one follows. An interface that
/// declares none is taken as it is.
///
/// ```
/// use deevnet_core::mac::MacOrigin;
/// use deevnet_core::tenant::MacPolicy;
///
/// assert_eq!("hash".parse(), Ok(MacOrigin::Hash));
/// assert_eq!(MacOrigin::Hash.policy(), MacPolicy::Deterministic);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MacOrigin {
    /// Derived from the VMID of its guest; see [`derive::vmid`](super::derive::vmid()).
    Vmid,
    /// Derived from the names of substrate, host and interface; see [`derive::interface`](super::derive::interface()).
    Hash,
    /// Recorded as found on the hardware or on an older guest, and never rewritten.
    Observed,
    /// Chosen by the hypervisor when it creates the guest.
    Hypervisor,
}

crate::named::named!(MacOrigin, "MAC policy of an interface":
    Vmid => "vmid",
    Hash => "hash",
    Observed => "observed",
    Hypervisor => "hypervisor",
);

impl MacOrigin {
    /// The policy that it carries out.
    pub const fn policy(self) -> MacPolicy {
        match self {
            MacOrigin::Vmid | MacOrigin::Hash => MacPolicy::Deterministic,
            MacOrigin::Observed => MacPolicy::Observed,
            MacOrigin::Hypervisor => MacPolicy::HypervisorAssigned,
        }
    }
}
