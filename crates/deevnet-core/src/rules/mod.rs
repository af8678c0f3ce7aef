//! The catalogue of rules: what each one says, why, and a wrong and a right example.
//!
//! Codes are stable: a released code never changes its meaning. Families: 1xx MAC, 2xx address, 3xx VLAN and
//! switching, 4xx names, 5xx DHCP and DNS, 6xx policy, 7xx hardware
//! and placement, 8xx tenants, 9xx inventory structure.

mod address;
mod catalogue;
mod hardware;
mod mac;
mod mac_policy;
mod naming;
mod overlay;
mod placement;
mod policy;
mod publishing;
mod reservation;
mod rule;
mod service;
mod structure;
mod subnet;
mod switching;
mod tenant;
mod together;
mod workload;

pub use address::*;
pub use catalogue::{EXAMPLE_BASE, all, find};
pub use hardware::*;
pub use mac::*;
pub use mac_policy::*;
pub use naming::*;
pub use overlay::*;
pub use placement::*;
pub use policy::*;
pub use publishing::*;
pub use reservation::*;
pub use rule::{Code, Rule};
pub use service::*;
pub use structure::*;
pub use subnet::*;
pub use switching::*;
pub use tenant::*;
pub use together::*;
pub use workload::*;
