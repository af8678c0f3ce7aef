//! All segments of a substrate.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::{Serialize, Serializer};

use super::interval::{self, Intervals};
use super::segment::Segment;
use super::vlan::VlanId;

/// The segments of a substrate, in order of VLAN and then name, with the segment of any address found in O(log n).
///
/// The plan takes segments as they are declared: two of one VLAN, or two whose subnets overlap, are both in it, so
/// that they can be reported. An address then belongs to the most specific subnet that holds it; of segments with
/// equal subnets, to the first in the plan's order. The order in which segments are given never matters.
///
/// ```
/// use deevnet_core::network::{Segment, SegmentPlan, VlanId};
///
/// let plan = SegmentPlan::new([
///     Segment::new("site", VlanId::new(10)?).with_subnet("10.20.0.0/16".parse()?),
///     Segment::new("platform", VlanId::new(25)?).with_subnet("10.20.25.0/24".parse()?),
///     Segment::new("blackhole", VlanId::new(999)?),
/// ]);
/// assert_eq!(plan.segment_holding("10.20.25.21".parse()?).map(Segment::name), Some("platform"));
/// assert_eq!(plan.segment_holding("10.20.26.21".parse()?).map(Segment::name), Some("site"));
/// assert_eq!(plan.overlaps(), [("platform", "site")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentPlan {
    segments: Vec<Segment>,
    by_name: BTreeMap<Arc<str>, usize>,
    by_address: Intervals,
}

impl SegmentPlan {
    /// The plan of segments, given in any order.
    ///
    /// A segment equal to another in every respect is kept once.
    pub fn new(segments: impl IntoIterator<Item = Segment>) -> SegmentPlan {
        let mut segments: Vec<Segment> = segments.into_iter().collect();
        segments.sort();
        segments.dedup();
        let mut by_name = BTreeMap::new();
        for (index, segment) in segments.iter().enumerate() {
            by_name.entry(Arc::from(segment.name())).or_insert(index);
        }
        let by_address = Intervals::of(subnets(&segments));
        SegmentPlan { segments, by_name, by_address }
    }

    /// The segments, in order of VLAN and then name.
    pub fn iter(&self) -> std::slice::Iter<'_, Segment> {
        self.segments.iter()
    }

    /// How many segments there are.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The segment whose subnet holds an address, the most specific if several do.
    pub fn segment_holding(&self, address: Ipv4Addr) -> Option<&Segment> {
        self.segments.get(self.by_address.owner_of(address)?)
    }

    /// The segment of a name; of several, the first in the plan's order.
    pub fn by_name(&self, name: &str) -> Option<&Segment> {
        self.segments.get(*self.by_name.get(name)?)
    }

    /// The segments of a VLAN: more than one where the ID is declared twice.
    pub fn by_vlan(&self, vlan: VlanId) -> &[Segment] {
        let start = self.segments.partition_point(|segment| segment.vlan() < vlan);
        let end = self.segments.partition_point(|segment| segment.vlan() <= vlan);
        self.segments.get(start..end).unwrap_or_default()
    }

    /// Every two segments whose subnets share addresses, by name, in order of names.
    pub fn overlaps(&self) -> Vec<(&str, &str)> {
        let pairs = interval::overlapping_owners(subnets(&self.segments));
        let name = |index: usize| self.segments.get(index).map(Segment::name);
        let mut names: Vec<(&str, &str)> = pairs
            .into_iter()
            .filter_map(|(outer, inner)| Some((name(outer)?, name(inner)?)))
            .map(|(outer, inner)| (outer.min(inner), outer.max(inner)))
            .collect();
        names.sort_unstable();
        names
    }
}

/// The subnets there are, each with the index of its segment.
fn subnets(segments: &[Segment]) -> impl Iterator<Item = (Ipv4Net, usize)> {
    segments.iter().enumerate().filter_map(|(index, segment)| Some((segment.subnet()?, index)))
}

impl FromIterator<Segment> for SegmentPlan {
    fn from_iter<I: IntoIterator<Item = Segment>>(segments: I) -> SegmentPlan {
        SegmentPlan::new(segments)
    }
}

impl<'a> IntoIterator for &'a SegmentPlan {
    type Item = &'a Segment;
    type IntoIter = std::slice::Iter<'a, Segment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for SegmentPlan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.segments)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(name: &str, number: u16, subnet: &str) -> Segment {
        Segment::new(name, VlanId::new(number).unwrap()).with_subnet(subnet.parse().unwrap())
    }

    /// Subnets that are often nested or equal: few bits are free.
    fn subnet() -> impl Strategy<Value = Ipv4Net> {
        (any::<u32>(), 0..=32_u8).prop_map(|(bits, prefix)| {
            let address = Ipv4Addr::from(bits & 0xc000_0207 | 0x0a14_0000);
            Ipv4Net::new(address, prefix).unwrap()
        })
    }

    fn segments() -> impl Strategy<Value = Vec<Segment>> {
        let segment = ("[a-f]", 1..=6_u16, prop::option::weighted(0.9, subnet()));
        prop::collection::vec(segment, 0..12).prop_map(|parts| {
            let build = |(name, number, subnet): (String, u16, Option<Ipv4Net>)| {
                let segment = Segment::new(name, VlanId::new(number).unwrap());
                subnet.map_or(segment.clone(), |subnet| segment.with_subnet(subnet))
            };
            parts.into_iter().map(build).collect()
        })
    }

    /// The rule of the plan, spelled out: longest prefix, then first in order.
    fn brute_force(plan: &SegmentPlan, address: Ipv4Addr) -> Option<&Segment> {
        let prefix = |segment: &Segment| segment.subnet().map(|subnet| subnet.prefix_len());
        let holding: Vec<&Segment> = plan.iter().filter(|segment| segment.contains(address)).collect();
        let longest = holding.iter().map(|segment| prefix(segment)).max()?;
        holding.into_iter().find(|segment| prefix(segment) == longest)
    }

    fn edges(plan: &SegmentPlan) -> Vec<Ipv4Addr> {
        let around = |address: Ipv4Addr| {
            let number = u32::from(address);
            [number.wrapping_sub(1), number, number.wrapping_add(1)].map(Ipv4Addr::from)
        };
        plan.iter()
            .filter_map(Segment::subnet)
            .flat_map(|subnet| [subnet.network(), subnet.broadcast()])
            .flat_map(around)
            .collect()
    }

    #[test]
    fn substrates_that_prefix_each_other_stay_apart() {
        let plan = SegmentPlan::new([segment("iot", 30, "10.20.30.0/24"), segment("iot_vendor", 31, "10.20.31.0/24")]);
        assert_eq!(plan.by_name("iot").unwrap().vlan().get(), 30);
        assert_eq!(plan.by_name("iot_"), None);
        assert!(plan.overlaps().is_empty());
        assert_eq!((plan.len(), plan.is_empty()), (2, false));
    }

    #[test]
    fn a_vlan_declared_twice_gives_both_segments() {
        let plan = SegmentPlan::new([
            segment("b", 50, "10.20.51.0/24"),
            segment("c", 51, "10.20.52.0/24"),
            segment("a", 50, "10.20.50.0/24"),
        ]);
        let names: Vec<&str> = plan.by_vlan(VlanId::new(50).unwrap()).iter().map(Segment::name).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(plan.by_vlan(VlanId::new(52).unwrap()).is_empty());
    }

    #[test]
    fn equal_subnets_overlap_and_the_first_wins() {
        let plan = SegmentPlan::new([segment("late", 20, "192.0.2.0/24"), segment("early", 10, "192.0.2.0/24")]);
        assert_eq!(plan.overlaps(), [("early", "late")]);
        assert_eq!(plan.segment_holding("192.0.2.9".parse().unwrap()).unwrap().name(), "early");
    }

    #[test]
    fn a_plan_serialises_as_a_list_in_its_order() {
        let plan = SegmentPlan::new([segment("b", 20, "10.20.20.0/24"), segment("a", 10, "10.20.10.0/24")]);
        let json: serde_json::Value = serde_json::to_value(&plan).unwrap();
        assert_eq!(json[0]["name"], "a");
        assert_eq!(json[1]["vlan"], 20);
    }

    proptest! {
        #[test]
        fn lookup_equals_brute_force(segments in segments(), anywhere: u32) {
            let plan = SegmentPlan::new(segments);
            for address in edges(&plan).into_iter().chain([anywhere.into()]) {
                prop_assert_eq!(plan.segment_holding(address), brute_force(&plan, address), "{}", address);
            }
        }

        #[test]
        fn overlaps_equal_brute_force(segments in segments()) {
            let plan = SegmentPlan::new(segments);
            let mut expected = Vec::new();
            for (index, left) in plan.iter().enumerate() {
                for right in plan.iter().skip(index + 1) {
                    let (Some(one), Some(other)) = (left.subnet(), right.subnet()) else { continue };
                    if one.contains(&other) || other.contains(&one) {
                        expected.push((left.name().min(right.name()), left.name().max(right.name())));
                    }
                }
            }
            expected.sort_unstable();
            prop_assert_eq!(plan.overlaps(), expected);
        }

        #[test]
        fn order_of_declaration_never_matters(segments in segments()) {
            let reversed = segments.iter().rev().cloned().collect::<SegmentPlan>();
            prop_assert_eq!(SegmentPlan::new(segments), reversed);
        }

        #[test]
        fn names_and_vlans_equal_brute_force(segments in segments(), name in "[a-g]", number in 1..=7_u16) {
            let plan = SegmentPlan::new(segments);
            let vlan = VlanId::new(number).unwrap();
            prop_assert_eq!(plan.by_name(&name), plan.iter().find(|segment| segment.name() == name));
            let expected: Vec<&Segment> = plan.iter().filter(|segment| segment.vlan() == vlan).collect();
            prop_assert_eq!(plan.by_vlan(vlan).iter().collect::<Vec<_>>(), expected);
        }
    }
}
