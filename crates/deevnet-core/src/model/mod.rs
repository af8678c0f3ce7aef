//! The typed model of one substrate: everything in it is valid.
//!
//! A model is read from a [`Declared`](crate::declared::Declared) by [`check`](crate::check()). What cannot be parsed
//! is reported and left out; nothing is guessed. Every value keeps the place where it was declared.

mod core_segment;
mod flow;
mod hardware;
mod host;
mod hypervisor;
mod identity;
mod interface;
mod interfaces;
mod keys;
mod machine;
mod narrowing;
mod netboot;
mod policy;
mod proxmox;
pub(crate) mod reader;
mod segment;
mod segment_lookup;
mod substrate;
mod switching;
mod tenant;
mod vlan_bands;

pub(crate) use core_segment::{CORE_BAND_SEGMENTS, is_core_segment};
pub use host::Host;
pub use hypervisor::{
    Automation, CertificateFingerprint, Endpoint, Hypervisor, NodeName, OperatingSystem, Overcommit, OvercommitRatio,
    Reserve, Storage, StorageId, StorageKind, Tls,
};
pub use identity::AssignedIdentity;
pub use interface::{AddressState, Interface, MacState, Publication, PxeBoot, Route, Service};
pub use interfaces::Interfaces;
pub use keys::{KEY_SETS, KeySet};
pub use machine::{CloudInit, DataDisk, DiskDevice, Nic, StartupOrder, VirtualMachine};
pub use narrowing::{IpVersion, Narrowing};
pub use netboot::NetbootEntry;
pub use policy::{Action, Matching, Never, Policy, ZoneDeclaration, ZoneRule};
pub use proxmox::ProxmoxValueError;
pub use segment::Segment;
pub(crate) use segment_lookup::SegmentLookup;
pub use substrate::{Substrate, VmidRange};
pub use switching::{
    AccessPort, PortMode, PortRole, SwitchPorts, SwitchProfile, TrunkPort, VlanReference, VlanSelection,
};
pub use tenant::{NumberingState, SoftwareDefinedNetwork, Tenant, Workload, ZoneType};
