//! The segments of a substrate as pages show them: in the order of their VLANs, each with a colour of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::model::{Interface, Substrate};
use deevnet_core::network::{SegmentPlan, VlanId};
use serde::Serialize;

/// How many colours the style sheet has; with more segments they repeat.
const COLOURS: usize = 12;

/// A segment with the colour that it has on every part of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tinted {
    /// Its place among the segments, from 0.
    pub(crate) place: usize,
    /// The number of its colour.
    pub(crate) colour: usize,
    pub(crate) name: Arc<str>,
    pub(crate) vlan: Option<VlanId>,
}

impl Tinted {
    /// Its place on the page.
    pub(crate) fn anchor(&self) -> String {
        format!("segment-{}", self.place)
    }
}

/// The segments of a substrate by name, by VLAN and by address.
pub(crate) struct Segments {
    tinted: Vec<Tinted>,
    by_name: BTreeMap<Arc<str>, usize>,
    by_vlan: BTreeMap<VlanId, usize>,
    plan: SegmentPlan,
}

impl Segments {
    pub(crate) fn of(substrate: &Substrate) -> Self {
        let plan = substrate.vlan_plan();
        let tint = |(place, segment): (usize, &deevnet_core::vlan_plan::PlannedSegment)| Tinted {
            place,
            colour: place % COLOURS,
            name: Arc::clone(&segment.name),
            vlan: segment.vlan,
        };
        let tinted: Vec<Tinted> = plan.segments().iter().enumerate().map(tint).collect();
        let by_name = tinted.iter().map(|segment| (Arc::clone(&segment.name), segment.place)).collect();
        let by_vlan = tinted.iter().rev().filter_map(|segment| Some((segment.vlan?, segment.place))).collect();
        Self { tinted, by_name, by_vlan, plan: substrate.plan() }
    }

    /// All of them, by VLAN.
    pub(crate) fn all(&self) -> &[Tinted] {
        &self.tinted
    }

    /// The segment of a name.
    pub(crate) fn named(&self, name: &str) -> Option<&Tinted> {
        self.by_name.get(name).and_then(|place| self.tinted.get(*place))
    }

    /// The segment on a VLAN.
    pub(crate) fn on(&self, vlan: VlanId) -> Option<&Tinted> {
        self.by_vlan.get(&vlan).and_then(|place| self.tinted.get(*place))
    }

    /// The segment of an interface: the one that it names, or the one whose subnet holds its address.
    pub(crate) fn of_interface(&self, interface: &Interface) -> Option<&Tinted> {
        match &interface.segment {
            Some(name) => self.named(&name.value),
            None => self.named(self.plan.segment_holding(interface.address.value.fixed()?)?.name()),
        }
    }
}
