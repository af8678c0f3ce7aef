//! The bands of a substrate: what it keeps which VLAN IDs for.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::range::VlanRange;
use crate::network::{VlanBand, VlanId};

/// The range of every band in one substrate: the standard ones, or those it declares instead.
///
/// A substrate that declares a range (`deevnet_vlan_bands`) may make two bands share IDs; the check reports that, and
/// [`overlaps`](Self::overlaps) names them. An ID in two bands is in the first of them, in the order of [`VlanBand`].
///
/// ```
/// use deevnet_core::network::{VlanBand, VlanId};
/// use deevnet_core::vlan_plan::{VlanBands, VlanRange};
///
/// let mut bands = VlanBands::default();
/// assert_eq!(bands.band_of(VlanId::new(100)?), None);
/// bands.set(VlanBand::Tenant, VlanRange::new(VlanId::new(100)?, VlanId::new(149)?).unwrap());
/// assert_eq!(bands.band_of(VlanId::new(100)?), Some(VlanBand::Tenant));
/// assert_eq!(bands.band_of(VlanId::new(50)?), None);
/// # Ok::<(), deevnet_core::network::ParseVlanIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VlanBands {
    declared: BTreeMap<VlanBand, VlanRange>,
}

impl VlanBands {
    /// Gives a band another range than the standard one.
    pub fn set(&mut self, band: VlanBand, range: VlanRange) {
        self.declared.insert(band, range);
    }

    /// The IDs of a band.
    pub fn range(&self, band: VlanBand) -> VlanRange {
        self.declared.get(&band).copied().unwrap_or_else(|| VlanRange::from(band))
    }

    /// Every band with its IDs, in the order of [`VlanBand`].
    pub fn iter(&self) -> impl Iterator<Item = (VlanBand, VlanRange)> {
        VlanBand::ALL.iter().map(|band| (*band, self.range(*band)))
    }

    /// Whether a band holds an ID.
    pub fn holds(&self, band: VlanBand, vlan: VlanId) -> bool {
        self.range(band).contains(vlan)
    }

    /// The band that holds an ID, if one does.
    pub fn band_of(&self, vlan: VlanId) -> Option<VlanBand> {
        self.iter().find(|(_, range)| range.contains(vlan)).map(|(band, _)| band)
    }

    /// Every two bands that share IDs, with what they share, in the order of [`VlanBand`].
    pub fn overlaps(&self) -> Vec<(VlanBand, VlanBand, VlanRange)> {
        let mut overlaps = Vec::new();
        for (left, left_range) in self.iter() {
            for (right, right_range) in self.iter().filter(|(right, _)| *right > left) {
                overlaps.extend(left_range.shared_with(right_range).map(|shared| (left, right, shared)));
            }
        }
        overlaps
    }
}

/// As a map from every band to its IDs.
impl Serialize for VlanBands {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_bands_are_those_of_the_plan() {
        let bands = VlanBands::default();
        let lines: Vec<String> = bands.iter().map(|(band, range)| format!("{band}: {range}")).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        core: VLANs 10-40
        tenant: VLANs 50-59
        reserved: VLANs 60-69
        lab: VLANs 70-79
        management: VLAN 99
        blackhole: VLAN 999
        ");
        assert!(bands.overlaps().is_empty());
        for number in 1..=4094 {
            let vlan = VlanId::new(number).unwrap();
            assert_eq!(bands.band_of(vlan), VlanBand::band_of(vlan));
        }
    }

    #[test]
    fn bands_that_share_ids_are_named_with_what_they_share() {
        let mut bands = VlanBands::default();
        bands.set(VlanBand::Tenant, VlanRange::new(VlanId::new(50).unwrap(), VlanId::new(75).unwrap()).unwrap());
        let overlaps: Vec<String> = bands
            .overlaps()
            .into_iter()
            .map(|(left, right, shared)| format!("{left} and {right} share {shared}"))
            .collect();
        assert_eq!(overlaps, ["tenant and reserved share VLANs 60-69", "tenant and lab share VLANs 70-75"]);
    }
}
