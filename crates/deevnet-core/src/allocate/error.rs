//! Why identities cannot be allocated.

use std::sync::Arc;

use super::holder::Holder;
use super::interface::AllocateInterfaceMacsError;
use super::vmid::AllocateVmidsError;
use crate::mac::{MacAddress, Vmid};

/// Why a batch cannot be allocated; no identity of it was given then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocateError {
    /// The substrate has no name.
    #[error("the substrate has no name")]
    Unnamed,
    /// The substrate declares no range of VMIDs.
    #[error("no range of VMIDs is declared")]
    NoRange,
    /// The substrate declares no namespace of MAC addresses.
    #[error("no namespace of MAC addresses is declared")]
    NoNamespace,
    /// Every VMID of the range is below the smallest one that Proxmox VE accepts.
    #[error("VMIDs {start} to {end} are all below {least}, the smallest that Proxmox VE accepts", least = Vmid::PROXMOX_MIN)]
    NotCreatable {
        /// The first VMID of the range.
        start: Vmid,
        /// The last VMID of the range.
        end: Vmid,
    },
    /// The range has too few free VMIDs.
    #[error(transparent)]
    Vmids(#[from] AllocateVmidsError),
    /// An interface cannot be given the MAC address that is derived from it.
    #[error(transparent)]
    Interface(#[from] AllocateInterfaceMacsError),
    /// The survey did not ask every node.
    #[error("the survey misses {}", nodes.join(", "))]
    SurveyIncomplete {
        /// The nodes that were not asked.
        nodes: Vec<Arc<str>>,
    },
    /// A VMID that a host has belongs to another one.
    #[error("{host} has VMID {vmid}, which belongs to {holder}")]
    VmidHeld {
        /// The host.
        host: Arc<str>,
        /// The VMID.
        vmid: Vmid,
        /// Who holds it.
        holder: Holder,
    },
    /// The MAC address that a VMID derives belongs to something else.
    #[error("VMID {vmid} for {host} derives {mac}, which belongs to {holder}")]
    MacHeld {
        /// The host.
        host: Arc<str>,
        /// The VMID.
        vmid: Vmid,
        /// The address.
        mac: MacAddress,
        /// Who holds it.
        holder: Holder,
    },
    /// A host has a MAC address that its VMID does not derive.
    #[error("VMID {vmid} of {host} derives {derived}, not {mac}")]
    NotDerived {
        /// The host.
        host: Arc<str>,
        /// The VMID.
        vmid: Vmid,
        /// The address that the host has.
        mac: MacAddress,
        /// The one that the VMID derives.
        derived: MacAddress,
    },
    /// The registry gave a host another VMID than the inventory declares.
    #[error("{host} has VMID {declared} in the inventory, and was given {registered}")]
    Differs {
        /// The host.
        host: Arc<str>,
        /// The VMID in the inventory.
        declared: Vmid,
        /// The VMID that the registry holds.
        registered: Vmid,
    },
}

impl AllocateError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Unnamed => "declare `deevnet_substrate` in group_vars/all".to_owned(),
            Self::NoRange => "declare `deevnet_mgmt_vmid_range` with `start` and `end` in group_vars/all".to_owned(),
            Self::NoNamespace => "declare `deevnet_mac_namespace`, such as 02:de:20, in group_vars/all".to_owned(),
            Self::NotCreatable { .. } => {
                format!("let `deevnet_mgmt_vmid_range` reach beyond {}", Vmid::PROXMOX_MIN)
            }
            Self::Vmids(error) => error.hint().to_owned(),
            Self::Interface(error) => error.hint().to_owned(),
            Self::SurveyIncomplete { .. } => {
                "ask these nodes too: a VMID that is free on the others may be taken there".to_owned()
            }
            Self::VmidHeld { .. } => "correct the VMID of the one that does not have it".to_owned(),
            Self::MacHeld { vmid, .. } => {
                format!("correct that address, or keep VMID {vmid} out with `--taken`")
            }
            Self::NotDerived { .. } => {
                "correct the VMID or the MAC, whichever the guest does not have; a MAC recorded as found is no identity"
                    .to_owned()
            }
            Self::Differs { .. } => {
                "an identity that was given is never changed; correct the side that is wrong".to_owned()
            }
        }
    }
}
