//! VLAN plans: bands, allocation in them, and what each switch port has to carry.
//!
//! [`VlanPlan`] is the plan of one substrate. Allocation takes the lowest free ID of a band; what is declared never
//! moves, whatever is added or removed beside it.
//!
//! ```
//! use deevnet_core::declared::Declared;
//! use deevnet_core::network::VlanBand;
//!
//! let checked = deevnet_core::check(&Declared::default());
//! let plan = checked.substrate.vlan_plan();
//! assert_eq!(plan.free(VlanBand::Tenant)?.get(), 50);
//! # Ok::<(), deevnet_core::vlan_plan::BandFullError>(())
//! ```

mod allocation;
mod band_use;
mod bands;
mod behind;
mod claim;
mod conflict;
mod need;
mod plan;
mod port;
mod ports;
#[cfg(test)]
mod properties;
mod range;
mod reason;
mod segment;
mod survey;
mod vlans;

pub use allocation::{BandFullError, TakenVlans, free_vlan, free_vlans};
pub use band_use::BandUse;
pub use bands::VlanBands;
pub use behind::{Behind, BehindKind};
pub(crate) use behind::{host_behind, names_interface};
pub use conflict::Conflict;
pub(crate) use need::HypervisorVlans;
pub use plan::VlanPlan;
pub use port::{PlannedPort, PortDifference, PortRequirement, PortSetting};
pub use range::VlanRange;
pub use reason::Reason;
pub use segment::PlannedSegment;
pub(crate) use vlans::{Vlans, port_label};
