//! Tenants: their names, the numbers that follow from one index, their workload classes and MAC policies.
//!
//! A tenant is a namespace of workloads, never a place. Substrates give it a network in one of two ways, chosen by what
//! is declared: a VLAN with a segment of its own, or an overlay whose every number follows from the tenant's
//! [`TenantIndex`] and the bases of a [`TenantNumbering`].
//!
//! ```
//! use deevnet_core::network::SiteBlock;
//! use deevnet_core::tenant::{self, TenantIndex, TenantNumbering, VnetNumber, WorkloadSlot};
//!
//! let mobile = TenantNumbering::new(10_000, 20_000, 10_000)?;
//! let index = TenantIndex::new(3)?;
//! assert_eq!(mobile.vrf_vni(index).get(), 10_003);
//! assert_eq!(mobile.vnet_vni(index, VnetNumber::new(1)?).get(), 20_031);
//! assert_eq!(mobile.vmid(index, WorkloadSlot::new(2)?).get(), 10_122);
//! assert_eq!(tenant::overlay::subnet(SiteBlock::new(20), index).to_string(), "10.20.131.0/24");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod addition;
mod allocation;
mod class;
mod mac_policy;
mod name;
mod network;
mod number;
mod numbering;
mod opening;
pub mod overlay;
mod plane;
#[cfg(test)]
mod properties;
mod record;
mod removal;
mod requirement;
mod reservation;
mod usage;
mod vnet_id;

pub use addition::{AddTenantError, NewSegment, NewTenant, TenantAddition, TenantRequest};
pub use allocation::NoFreeIndexError;
pub use class::{ChurnTolerance, WorkloadClass};
pub use mac_policy::{MacPolicy, PolicyScope};
pub use name::{ParseTenantNameError, TenantName};
pub use network::{TenantNetwork, segment_name};
pub use number::{ParseTenantNumberError, TenantIndex, VnetNumber, Vni, WorkloadSlot};
pub use numbering::{NumberKind, NumberingError, TenantNumbering};
pub use plane::Plane;
pub use record::{TenantOverlay, TenantRecord, TenantSegment, VnetRecord, WorkloadRecord};
pub use removal::{RemoveTenantError, TenantRemoval};
pub use requirement::{Device, Requirement};
pub use reservation::NameReservation;
pub use usage::TenantUse;
pub use vnet_id::VnetId;
