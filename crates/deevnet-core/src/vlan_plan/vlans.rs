//! The VLANs of a substrate, as ports and profiles refer to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bands::VlanBands;
use crate::model::{Host, Segment, Substrate, VlanReference, VlanSelection};
use crate::nearest;
use crate::network::{VlanBand, VlanId};
use crate::source::Spanned;

/// The name of the segment that untagged frames on trunks end up in.
const BLACKHOLE_SEGMENT: &str = "blackhole";

/// The VLANs of the plan, by ID and by the segment on them.
#[derive(Debug)]
pub(crate) struct Vlans<'a> {
    segments: &'a BTreeMap<Arc<str>, Segment>,
    bands: &'a VlanBands,
    names: BTreeMap<VlanId, &'a Arc<str>>,
}

impl<'a> Vlans<'a> {
    pub(crate) fn new(substrate: &'a Substrate) -> Self {
        let segments = &substrate.segments;
        let names = segments.values().filter_map(|segment| Some((segment.vlan_id?.value, &segment.name))).collect();
        Self { segments, bands: &substrate.vlan_bands, names }
    }

    /// The ID behind a reference; `None` for a segment that has none, or that does not exist.
    pub(crate) fn id(&self, reference: &VlanReference) -> Option<VlanId> {
        match reference {
            VlanReference::Id(id) => Some(*id),
            VlanReference::Segment(name) => Some(self.segments.get(name)?.vlan_id?.value),
        }
    }

    /// The IDs of a list of references.
    pub(crate) fn ids(&self, references: &[Spanned<VlanReference>]) -> BTreeSet<VlanId> {
        references.iter().filter_map(|reference| self.id(&reference.value)).collect()
    }

    /// The IDs that a trunk carries with a tag; all of the plan's but the blackhole's where it selects all.
    pub(crate) fn selected(&self, selection: &VlanSelection) -> BTreeSet<VlanId> {
        match selection {
            VlanSelection::All => self.names.keys().copied().filter(|id| !self.is_blackhole_id(*id)).collect(),
            VlanSelection::Listed(references) => self.ids(references),
        }
    }

    /// Whether a reference is to the blackhole: the segment of that name, or its band where no segment declares an ID.
    pub(crate) fn is_blackhole(&self, reference: &VlanReference) -> bool {
        match reference {
            VlanReference::Segment(name) if **name == *BLACKHOLE_SEGMENT => true,
            _ => self.id(reference).is_some_and(|id| self.is_blackhole_id(id)),
        }
    }

    /// The ID of the blackhole: its segment's, or the first of its band where no segment declares one.
    pub(crate) fn blackhole(&self) -> VlanId {
        let declared = self.segments.get(BLACKHOLE_SEGMENT).and_then(|segment| segment.vlan_id);
        declared.map_or_else(|| self.bands.range(VlanBand::Blackhole).start(), |vlan| vlan.value)
    }

    fn is_blackhole_id(&self, id: VlanId) -> bool {
        let declared = self.segments.get(BLACKHOLE_SEGMENT).and_then(|segment| segment.vlan_id);
        declared.map_or_else(|| self.bands.holds(VlanBand::Blackhole, id), |vlan| vlan.value == id)
    }

    /// Whether the plan has what a reference names; everything is known where no plan is declared.
    pub(crate) fn knows(&self, reference: &VlanReference) -> bool {
        self.segments.is_empty()
            || match reference {
                VlanReference::Id(id) => self.names.contains_key(id) || self.is_blackhole_id(*id),
                VlanReference::Segment(name) => self.segments.contains_key(name),
            }
    }

    /// The segment on an ID; of several, the last in order of names.
    pub(crate) fn name(&self, id: VlanId) -> Option<&'a Arc<str>> {
        self.names.get(&id).copied()
    }

    /// A VLAN as messages name it: `VLAN 30 (iot)`.
    pub(crate) fn label(&self, id: VlanId) -> String {
        match self.name(id) {
            Some(name) => format!("VLAN {id} ({name})"),
            None => format!("VLAN {id}"),
        }
    }

    /// The declared segment that a name may be a misspelling of.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.segments.keys().map(|name| &**name))
    }
}

/// A port as messages name it: `port 1/0/3 of access-sw01`.
pub(crate) fn port_label(switch: &Host, interface: Option<&Spanned<Arc<str>>>) -> String {
    match interface {
        Some(interface) => format!("port {} of {}", interface.value, switch.name),
        None => format!("a port of {}", switch.name),
    }
}
