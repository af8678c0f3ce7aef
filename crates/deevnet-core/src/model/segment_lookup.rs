//! Which segment an interface is on.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use super::interface::Interface;
use super::segment::Segment;
use super::substrate::Substrate;
use crate::network::SegmentPlan;

/// The segments of a substrate, found by name and by address.
#[derive(Debug)]
pub(crate) struct SegmentLookup<'a> {
    segments: &'a BTreeMap<Arc<str>, Segment>,
    plan: SegmentPlan,
}

impl<'a> SegmentLookup<'a> {
    pub(crate) fn new(substrate: &'a Substrate) -> Self {
        Self { segments: &substrate.segments, plan: substrate.plan() }
    }

    /// The segment of an interface: the one it names, or the one whose subnet holds its address.
    pub(crate) fn of_interface(&self, interface: &Interface) -> Option<&'a Segment> {
        match &interface.segment {
            Some(name) => self.segments.get(&name.value),
            None => self.holding(interface.address.value.fixed()?),
        }
    }

    /// The segment whose subnet holds an address.
    pub(crate) fn holding(&self, address: Ipv4Addr) -> Option<&'a Segment> {
        let found = self.plan.segment_holding(address)?;
        self.segments.get(found.name())
    }
}
