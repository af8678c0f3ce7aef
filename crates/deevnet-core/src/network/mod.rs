//! The address plan: VLANs, the segments they carry, and which segment an address belongs to.
//!
//! A substrate owns one [`SiteBlock`], `10.<octet>.0.0/16`; a segment is a VLAN with, usually, the `/24` of its
//! [`VlanId`] in that block. [`VlanBand`] and [`HostRange`] are the plan's conventions for VLAN IDs and for the last
//! octet. A [`SegmentPlan`] holds all segments and finds the one an address is in.
//!
//! Everything here is IPv4. The estate's plan gives every segment, reservation and record an IPv4 identity and no
//! other: a derived `/24` per VLAN and a meaning per host octet have no counterpart in IPv6, where addresses come
//! from prefixes delegated from outside. Accepting IPv6 in these types would be a promise that nothing keeps.
//!
//! ```
//! use deevnet_core::network::{Segment, SegmentPlan, SiteBlock, VlanId};
//!
//! let mobile = SiteBlock::new(20);
//! let vlan = VlanId::new(25)?;
//! let subnet = mobile.segment_subnet(vlan).unwrap();
//! let plan = SegmentPlan::new([Segment::new("platform", vlan).with_subnet(subnet)]);
//! assert_eq!(plan.segment_holding("10.20.25.21".parse()?).map(Segment::name), Some("platform"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod band;
mod host_range;
mod interval;
mod lookup;
mod plan;
mod pool;
mod router_address;
mod segment;
mod site;
mod subnet_plan;
mod vlan;

pub use band::VlanBand;
pub use host_range::HostRange;
pub use lookup::most_specific_subnet;
pub use plan::SegmentPlan;
pub use pool::{AddressPool, PoolError};
pub use router_address::RouterAddress;
pub use segment::Segment;
pub use site::{ParseSiteBlockError, SiteBlock};
pub use subnet_plan::PlannedSubnet;
pub use vlan::{ParseVlanIdError, VlanId};
