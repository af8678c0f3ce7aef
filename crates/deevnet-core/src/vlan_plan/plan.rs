//! The VLAN plan of a substrate.

use std::num::NonZero;

use super::allocation::{BandFullError, TakenVlans, free_vlan, free_vlans};
use super::band_use::BandUse;
use super::bands::VlanBands;
use super::claim::taken;
use crate::model::Substrate;
use crate::network::{VlanBand, VlanId};

/// The VLAN plan of one substrate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VlanPlan {
    bands: VlanBands,
    taken: TakenVlans,
}

impl Substrate {
    /// The VLAN plan: bands with the capacity left.
    pub fn vlan_plan(&self) -> VlanPlan {
        VlanPlan { bands: self.vlan_bands.clone(), taken: taken(self) }
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

    /// The IDs that are taken: by segments, and by ports that name an ID no segment is on.
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
