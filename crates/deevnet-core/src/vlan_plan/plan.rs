//! The VLAN plan of a substrate.

use std::num::NonZero;

use super::allocation::{BandFullError, TakenVlans, free_vlan, free_vlans};
use super::band_use::BandUse;
use super::bands::VlanBands;
use super::claim::taken;
use super::conflict::{Conflict, conflicts};
use super::port::PlannedPort;
use super::ports::ports;
use super::segment::PlannedSegment;
use crate::model::Substrate;
use crate::network::{VlanBand, VlanId};

/// The VLAN plan of one substrate: its bands, its segments, and what each switch port carries and has to carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanPlan {
    bands: VlanBands,
    taken: TakenVlans,
    segments: Vec<PlannedSegment>,
    ports: Vec<PlannedPort>,
}

impl Substrate {
    /// The VLAN plan.
    pub fn vlan_plan(&self) -> VlanPlan {
        let mut segments: Vec<PlannedSegment> =
            self.segments.values().map(|segment| PlannedSegment::new(segment, &self.vlan_bands)).collect();
        segments.sort_unstable();
        VlanPlan { bands: self.vlan_bands.clone(), taken: taken(self), segments, ports: ports(self) }
    }
}

impl VlanPlan {
    /// Every band with what is left of it, in the order of [`VlanBand`].
    pub fn bands(&self) -> Vec<BandUse> {
        let band_use = |(band, range)| {
            let used = self.taken.count_within(range);
            BandUse { band, range, size: range.size(), used, free: range.size() - used }
        };
        self.bands.iter().map(band_use).collect()
    }

    /// The segments, by VLAN and then by name; those without a VLAN come first.
    pub fn segments(&self) -> &[PlannedSegment] {
        &self.segments
    }

    /// The ports of every switch, by switch and then in order of declaration, trunks first.
    pub fn ports(&self) -> &[PlannedPort] {
        &self.ports
    }

    /// Every two segments that claim one thing, sorted.
    pub fn conflicts(&self) -> Vec<Conflict> {
        conflicts(&self.segments)
    }

    /// The IDs that are taken: by segments, and by ports and profiles that name an ID no segment is on.
    pub fn taken(&self) -> &TakenVlans {
        &self.taken
    }

    /// The lowest free ID of a band.
    ///
    /// # Errors
    /// When every ID of the band is taken.
    pub fn free(&self, band: VlanBand) -> Result<VlanId, BandFullError> {
        free_vlan(band, self.bands.range(band), &self.taken)
    }

    /// The lowest free IDs of a band, ascending, exactly `count` of them.
    ///
    /// # Errors
    /// When the band does not have that many free IDs; none is handed out then.
    pub fn free_batch(&self, band: VlanBand, count: NonZero<usize>) -> Result<Vec<VlanId>, BandFullError> {
        free_vlans(band, self.bands.range(band), &self.taken, count)
    }
}
