//! The subnets that the plan gives the VLANs of a site.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::{HostRange, SiteBlock, VlanBand, VlanId};

/// What the plan gives a VLAN of a site: its subnet, its gateway and what each part of the subnet is for.
///
/// ```
/// use deevnet_core::network::{PlannedSubnet, SiteBlock, VlanId};
///
/// let platform = PlannedSubnet::new(SiteBlock::new(20), VlanId::new(25)?);
/// assert_eq!(platform.subnet, Some("10.20.25.0/24".parse()?));
/// assert_eq!(platform.ranges["dynamic"], ["10.20.25.100".parse()?, "10.20.25.200".parse()?].into());
///
/// let blackhole = PlannedSubnet::new(SiteBlock::new(20), VlanId::new(999)?);
/// assert_eq!(blackhole.subnet, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlannedSubnet {
    /// The VLAN.
    pub vlan_id: VlanId,
    /// The band that it is in.
    pub band: Option<VlanBand>,
    /// Its subnet; none where the ID does not fit an octet.
    pub subnet: Option<Ipv4Net>,
    /// The gateway.
    pub gateway: Option<Ipv4Addr>,
    /// The first and last address of each [`HostRange`], by its name.
    pub ranges: BTreeMap<&'static str, (Ipv4Addr, Ipv4Addr)>,
}

impl PlannedSubnet {
    /// What the plan gives a VLAN of a site.
    pub fn new(site: SiteBlock, vlan: VlanId) -> PlannedSubnet {
        let subnet = site.segment_subnet(vlan);
        PlannedSubnet {
            vlan_id: vlan,
            band: VlanBand::band_of(vlan),
            subnet,
            gateway: subnet.and_then(SiteBlock::gateway),
            ranges: subnet.map(ranges).unwrap_or_default(),
        }
    }
}

fn ranges(subnet: Ipv4Net) -> BTreeMap<&'static str, (Ipv4Addr, Ipv4Addr)> {
    let [first, second, third, _] = subnet.network().octets();
    let address = |octet| Ipv4Addr::new(first, second, third, octet);
    let ends = |range: HostRange| (address(*range.range().start()), address(*range.range().end()));
    HostRange::ALL.iter().map(|range| (range.name(), ends(*range))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_range_is_inside_and_is_what_it_says(octet: u8, vlan in 1..=4094_u16) {
            let planned = PlannedSubnet::new(SiteBlock::new(octet), VlanId::new(vlan).unwrap());
            prop_assert_eq!(planned.subnet.is_some(), vlan < 256);
            prop_assert_eq!(planned.ranges.len(), planned.subnet.map_or(0, |_| HostRange::ALL.len()));
            for (name, (first, last)) in &planned.ranges {
                let subnet = planned.subnet.unwrap();
                prop_assert!(first <= last && subnet.contains(first) && subnet.contains(last));
                prop_assert_eq!(HostRange::classify(first.octets()[3]), name.parse().ok());
            }
            prop_assert_eq!(planned.gateway, planned.ranges.get("gateway").map(|(first, _)| *first));
        }
    }
}
