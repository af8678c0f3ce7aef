//! Runs of VLAN IDs.

use std::fmt;
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::network::{VlanBand, VlanId};

/// A run of VLAN IDs, both ends included; never empty.
///
/// `Display` writes it as messages do: `VLANs 50-59`, or `VLAN 99` where it holds one ID.
///
/// ```
/// use deevnet_core::network::VlanId;
/// use deevnet_core::vlan_plan::VlanRange;
///
/// let range = VlanRange::new(VlanId::new(50)?, VlanId::new(59)?).unwrap();
/// assert_eq!((range.size(), range.to_string()), (10, "VLANs 50-59".to_owned()));
/// # Ok::<(), deevnet_core::network::ParseVlanIdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct VlanRange {
    start: VlanId,
    end: VlanId,
}

impl VlanRange {
    /// The run from a first to a last ID; `None` where the first is above the last.
    pub fn new(start: VlanId, end: VlanId) -> Option<VlanRange> {
        (start <= end).then_some(VlanRange { start, end })
    }

    /// The first ID.
    pub const fn start(self) -> VlanId {
        self.start
    }

    /// The last ID.
    pub const fn end(self) -> VlanId {
        self.end
    }

    /// How many IDs it holds, at least one.
    pub fn size(self) -> usize {
        usize::from(self.end.get() - self.start.get()) + 1
    }

    /// The IDs, ascending.
    pub fn ids(self) -> impl Iterator<Item = VlanId> {
        (self.start.get()..=self.end.get()).filter_map(|number| VlanId::new(number).ok())
    }

    /// Whether it holds an ID.
    pub fn contains(self, vlan: VlanId) -> bool {
        self.bounds().contains(&vlan)
    }

    /// The IDs that two runs share, where they share any.
    #[must_use]
    pub fn shared_with(self, other: VlanRange) -> Option<VlanRange> {
        VlanRange::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The ends, as a range that maps can be searched with.
    pub(crate) fn bounds(self) -> RangeInclusive<VlanId> {
        self.start..=self.end
    }
}

impl From<VlanBand> for VlanRange {
    /// The standard IDs of a band.
    fn from(band: VlanBand) -> VlanRange {
        let (start, end) = band.range().into_inner();
        let id = |number| VlanId::new(number).unwrap_or(VlanId::MAX);
        VlanRange { start: id(start), end: id(end) }
    }
}

impl fmt::Display for VlanRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.start == self.end {
            write!(formatter, "VLAN {}", self.start)
        } else {
            write!(formatter, "VLANs {}-{}", self.start, self.end)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(start: u16, end: u16) -> Option<VlanRange> {
        VlanRange::new(VlanId::new(start).unwrap(), VlanId::new(end).unwrap())
    }

    #[test]
    fn a_range_has_its_ends_in_order() {
        assert_eq!(range(60, 50), None);
        assert_eq!(range(99, 99).unwrap().to_string(), "VLAN 99");
        assert_eq!(range(1, 4094).unwrap().size(), 4094);
    }

    #[test]
    fn standard_bands_are_ranges() {
        for band in VlanBand::ALL {
            let numbers: Vec<u16> = VlanRange::from(*band).ids().map(VlanId::get).collect();
            assert_eq!(numbers, band.range().collect::<Vec<u16>>());
        }
    }

    proptest! {
        #[test]
        fn what_two_ranges_share_is_what_both_hold(a in 1..60_u16, b in 1..60_u16, c in 1..60_u16, d in 1..60_u16) {
            let (Some(left), Some(right)) = (range(a.min(b), a.max(b)), range(c.min(d), c.max(d))) else {
                return Err(TestCaseError::fail("ends are in order"));
            };
            let both: Vec<VlanId> = left.ids().filter(|id| right.contains(*id)).collect();
            let shared: Vec<VlanId> = left.shared_with(right).into_iter().flat_map(VlanRange::ids).collect();
            prop_assert_eq!(shared, both);
            prop_assert_eq!(left.ids().count(), left.size());
        }
    }
}
