//! Choosing VLAN IDs that are still free.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::num::NonZero;
use std::sync::Arc;

use super::range::VlanRange;
use crate::network::{VlanBand, VlanId};

/// The VLAN IDs that are taken, each with who holds it.
///
/// A holder is named as messages name it: a segment by its name, a port as `port 1/0/3 of access-sw01`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenVlans(BTreeMap<VlanId, BTreeSet<Arc<str>>>);

impl TakenVlans {
    /// Notes that an ID has a holder; it may have several.
    pub fn add(&mut self, vlan: VlanId, holder: impl Into<Arc<str>>) {
        self.0.entry(vlan).or_default().insert(holder.into());
    }

    /// Whether anybody holds an ID.
    pub fn contains(&self, vlan: VlanId) -> bool {
        self.0.contains_key(&vlan)
    }

    /// The holders of the IDs in a range.
    pub fn within(&self, range: VlanRange) -> BTreeMap<VlanId, BTreeSet<Arc<str>>> {
        self.0.range(range.bounds()).map(|(vlan, holders)| (*vlan, holders.clone())).collect()
    }

    /// How many IDs of a range are taken.
    pub fn count_within(&self, range: VlanRange) -> usize {
        self.0.range(range.bounds()).count()
    }
}

impl<H: Into<Arc<str>>> FromIterator<(VlanId, H)> for TakenVlans {
    fn from_iter<I: IntoIterator<Item = (VlanId, H)>>(holders: I) -> TakenVlans {
        let mut taken = TakenVlans::default();
        for (vlan, holder) in holders {
            taken.add(vlan, holder);
        }
        taken
    }
}

/// The lowest VLAN ID of a band's range that is not taken.
///
/// What is taken never moves: the result depends on which IDs of the range are free, and on nothing else.
///
/// # Errors
/// When every ID of the range is taken.
///
/// ```
/// use deevnet_core::network::{VlanBand, VlanId};
/// use deevnet_core::vlan_plan::{TakenVlans, free_vlan};
///
/// let taken: TakenVlans = [(VlanId::new(99)?, "management")].into_iter().collect();
/// let error = free_vlan(VlanBand::Management, VlanBand::Management.into(), &taken).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the management band, VLAN 99, has 0 of 1 free, and 1 is needed; taken: 99 (management)"
/// );
/// # Ok::<(), deevnet_core::network::ParseVlanIdError>(())
/// ```
pub fn free_vlan(band: VlanBand, range: VlanRange, taken: &TakenVlans) -> Result<VlanId, BandFullError> {
    let free = range.ids().find(|vlan| !taken.contains(*vlan));
    free.ok_or_else(|| BandFullError { band, range, holders: taken.within(range), wanted: 1 })
}

/// The lowest VLAN IDs of a band's range that are not taken; ascending, exactly `count` of them.
///
/// The whole batch comes from one call, so that two new segments are never given the same ID; it is the same as taking
/// one [`free_vlan`] after the other.
///
/// # Errors
/// When the range does not have that many free IDs; nothing is handed out then.
///
/// ```
/// use std::num::NonZero;
///
/// use deevnet_core::network::{VlanBand, VlanId};
/// use deevnet_core::vlan_plan::{TakenVlans, free_vlans};
///
/// let taken: TakenVlans = [(VlanId::new(50)?, "tenant_1"), (VlanId::new(52)?, "tenant_3")].into_iter().collect();
/// let free = free_vlans(VlanBand::Tenant, VlanBand::Tenant.into(), &taken, NonZero::new(2).unwrap())?;
/// assert_eq!(free, [VlanId::new(51)?, VlanId::new(53)?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn free_vlans(
    band: VlanBand,
    range: VlanRange,
    taken: &TakenVlans,
    count: NonZero<usize>,
) -> Result<Vec<VlanId>, BandFullError> {
    let free: Vec<VlanId> = range.ids().filter(|vlan| !taken.contains(*vlan)).take(count.get()).collect();
    if free.len() < count.get() {
        return Err(BandFullError { band, range, holders: taken.within(range), wanted: count.get() });
    }
    Ok(free)
}

/// The error of a band that has too few free VLAN IDs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BandFullError {
    /// The band.
    pub band: VlanBand,
    /// Its IDs.
    pub range: VlanRange,
    /// Who holds those that are taken.
    pub holders: BTreeMap<VlanId, BTreeSet<Arc<str>>>,
    /// How many free IDs were asked for.
    pub wanted: usize,
}

impl BandFullError {
    /// How many IDs the band has.
    pub fn size(&self) -> usize {
        self.range.size()
    }

    /// How many of them are free.
    pub fn free(&self) -> usize {
        self.size().saturating_sub(self.holders.len())
    }

    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        "give the band a wider range in `deevnet_vlan_bands`, or release a segment that is no longer used"
    }
}

impl fmt::Display for BandFullError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, free, wanted) = (self.size(), self.free(), self.wanted);
        write!(formatter, "the {} band, {}, has {free} of {size} free, and {wanted} ", self.band, self.range)?;
        formatter.write_str(if wanted == 1 { "is needed" } else { "are needed" })?;
        for (index, (vlan, holders)) in self.holders.iter().enumerate() {
            let holders: Vec<&str> = holders.iter().map(|holder| &**holder).collect();
            let separator = if index == 0 { "; taken: " } else { ", " };
            write!(formatter, "{separator}{vlan} ({})", holders.join(" and "))?;
        }
        Ok(())
    }
}

impl std::error::Error for BandFullError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vlan(number: u16) -> VlanId {
        VlanId::new(number).unwrap()
    }

    fn range(start: u16, end: u16) -> VlanRange {
        VlanRange::new(vlan(start), vlan(end)).unwrap()
    }

    fn taken(numbers: impl IntoIterator<Item = u16>) -> TakenVlans {
        numbers.into_iter().map(|number| (vlan(number), format!("s{number}"))).collect()
    }

    fn one(range: VlanRange, taken: &TakenVlans) -> Result<VlanId, BandFullError> {
        free_vlan(VlanBand::Tenant, range, taken)
    }

    #[test]
    fn a_full_band_names_its_size_and_every_holder() {
        let mut holders = taken([50, 51, 99]);
        holders.add(vlan(51), "port 1/0/3 of access-sw01");
        let error = free_vlans(VlanBand::Tenant, range(50, 52), &holders, NonZero::new(2).unwrap()).unwrap_err();
        insta::assert_snapshot!(error, @"the tenant band, VLANs 50-52, has 1 of 3 free, and 2 are needed; taken: 50 (s50), 51 (port 1/0/3 of access-sw01 and s51)");
        insta::assert_snapshot!(error.hint(), @"give the band a wider range in `deevnet_vlan_bands`, or release a segment that is no longer used");
        holders.add(vlan(52), "s52");
        insta::assert_snapshot!(one(range(50, 52), &holders).unwrap_err(), @"the tenant band, VLANs 50-52, has 0 of 3 free, and 1 is needed; taken: 50 (s50), 51 (port 1/0/3 of access-sw01 and s51), 52 (s52)");
    }

    proptest! {
        #[test]
        fn a_batch_equals_brute_force(
            held in prop::collection::btree_set(1..40_u16, 0..40),
            start in 1..40_u16,
            length in 0..20_u16,
            count in 1..10_usize,
        ) {
            let range = range(start, start + length);
            let all: Vec<VlanId> = range.ids().filter(|id| !held.contains(&id.get())).collect();
            let found = free_vlans(VlanBand::Lab, range, &taken(held.iter().copied()), NonZero::new(count).unwrap());
            match (found, all.get(..count)) {
                (Ok(free), Some(expected)) => prop_assert_eq!(free, expected),
                (Err(error), None) => prop_assert_eq!((error.free(), error.wanted), (all.len(), count)),
                (found, expected) => prop_assert!(false, "{found:?} is not {expected:?}"),
            }
        }

        #[test]
        fn one_at_a_time_fills_a_band_to_its_size_and_then_fails(
            held in prop::collection::btree_set(50..=59_u16, 0..=10),
        ) {
            let range = range(50, 59);
            let mut holders = taken(held.iter().copied());
            let mut given = BTreeSet::new();
            for _ in held.len()..range.size() {
                let next = one(range, &holders).unwrap();
                prop_assert!(given.insert(next) && !held.contains(&next.get()));
                holders.add(next, "new");
            }
            let error = one(range, &holders).unwrap_err();
            prop_assert_eq!((error.size(), error.free(), error.holders.len()), (10, 0, 10));
        }

        #[test]
        fn a_batch_is_one_at_a_time(held in prop::collection::btree_set(50..=59_u16, 0..=8), count in 1..=2_usize) {
            let range = range(50, 59);
            let mut holders = taken(held);
            let batch = free_vlans(VlanBand::Tenant, range, &holders, NonZero::new(count).unwrap()).unwrap();
            for expected in batch {
                prop_assert_eq!(one(range, &holders).unwrap(), expected);
                holders.add(expected, "new");
            }
        }
    }
}
