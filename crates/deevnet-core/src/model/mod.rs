//! The typed model of one substrate: everything in it is valid.
//!
//! A model is read from a [`Declared`](crate::declared::Declared) by [`check`](crate::check()). What cannot be parsed
//! is reported and left out; nothing is guessed. Every value keeps the place where it was declared.

mod host;
mod interface;
mod interfaces;
mod machine;
mod netboot;
mod policy;
pub(crate) mod reader;
mod segment;
mod substrate;
mod switching;
mod tenant;

pub use host::Host;
pub use interface::{AddressState, Interface, MacState, Publication, PxeBoot, Route, Service};
pub use interfaces::Interfaces;
pub use machine::{AssignedIdentity, ManagementMachine};
pub use netboot::NetbootEntry;
pub use policy::{Action, Policy, ZoneDeclaration, ZoneRule};
pub use segment::Segment;
pub use substrate::{Substrate, VmidRange};
pub use switching::{
    AccessPort, PortMode, PortRole, SwitchPorts, SwitchProfile, TrunkPort, VlanReference, VlanSelection,
};
pub use tenant::Tenant;
