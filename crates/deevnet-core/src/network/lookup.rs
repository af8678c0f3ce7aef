//! Finding the subnet of one address.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// The place of the most specific subnet that holds an address, the first one of equals; `None` when none does.
///
/// It looks at every subnet. To look up many addresses in one plan, build a [`SegmentPlan`](super::SegmentPlan), which
/// follows the same rule.
///
/// ```
/// use deevnet_core::network::most_specific_subnet;
///
/// let subnets = ["10.20.0.0/16".parse()?, "10.20.25.0/24".parse()?];
/// assert_eq!(most_specific_subnet("10.20.25.21".parse()?, subnets), Some(1));
/// assert_eq!(most_specific_subnet("10.10.0.1".parse()?, subnets), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn most_specific_subnet(address: Ipv4Addr, subnets: impl IntoIterator<Item = Ipv4Net>) -> Option<usize> {
    let holding = subnets.into_iter().enumerate().filter(|(_, subnet)| subnet.contains(&address));
    holding.min_by_key(|(index, subnet)| (u8::MAX - subnet.prefix_len(), *index)).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::{Segment, SegmentPlan, VlanId};

    #[test]
    fn the_longest_prefix_wins_and_then_the_first() {
        let subnets = ["10.0.0.0/8", "10.20.30.7/24", "10.20.30.0/24"].map(|text| text.parse().unwrap());
        assert_eq!(most_specific_subnet("10.20.30.9".parse().unwrap(), subnets), Some(1));
        assert_eq!(most_specific_subnet("10.9.9.9".parse().unwrap(), subnets), Some(0));
    }

    proptest! {
        #[test]
        fn it_agrees_with_a_plan(networks in prop::collection::vec((any::<u32>(), 0..=32_u8), 0..8), address: u32) {
            let address = Ipv4Addr::from(address & 0x0000_000f);
            let subnets: Vec<Ipv4Net> = networks
                .iter()
                .map(|(bits, prefix)| Ipv4Net::new(Ipv4Addr::from(bits & 0x0000_000f), *prefix).unwrap())
                .collect();
            let plan = SegmentPlan::new(subnets.iter().enumerate().map(|(index, subnet)| {
                Segment::new(format!("{index:02}"), VlanId::new(1).unwrap()).with_subnet(*subnet)
            }));
            let expected = plan.segment_holding(address).map(|segment| segment.name().parse().unwrap());
            prop_assert_eq!(most_specific_subnet(address, subnets), expected);
        }
    }
}
