//! VLANs as switches and plans name them.

use std::sync::Arc;

use super::collector::Collector;
use super::left_out::Part;
use super::reason::Reason;
use crate::finding::Subject;
use crate::network::{VlanBand, VlanId};
use crate::vlan_plan::{PlannedSegment, VlanPlan};

/// One VLAN and the segment on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedVlan {
    /// The ID; no other published VLAN has it.
    pub vlan: VlanId,
    /// The segment's name.
    pub segment: Arc<str>,
    /// The band that the ID is in.
    pub band: Option<VlanBand>,
    /// The segment's wireless network.
    pub ssid: Option<Arc<str>>,
}

/// Collects the VLANs of segments, by ID; of two segments on one, the first in order of names has it.
pub(super) fn collect(collector: &mut Collector<'_>, plan: &VlanPlan) {
    collector.published.bands = plan.bands();
    for segment in plan.segments() {
        let obstacle = collector.obstacles.about_segment(&segment.name);
        let entry = entry(segment, collector.published.vlans.last());
        let subject = || Subject::segment(Arc::clone(&segment.name));
        let admitted = collector.admit(subject, Part::Vlan, obstacle, entry);
        collector.published.vlans.extend(admitted);
    }
}

fn entry(segment: &PlannedSegment, before: Option<&PublishedVlan>) -> Result<PublishedVlan, Reason> {
    let vlan = segment.vlan.ok_or(Reason::VlanIdMissing)?;
    if let Some(other) = before.filter(|before| before.vlan == vlan) {
        return Err(Reason::VlanTaken { vlan_id: vlan, segment: Arc::clone(&other.segment) });
    }
    Ok(PublishedVlan { vlan, segment: Arc::clone(&segment.name), band: segment.band, ssid: segment.ssid.clone() })
}
