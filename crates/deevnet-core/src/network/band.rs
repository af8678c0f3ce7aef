//! Bands of VLAN IDs: what the plan uses which numbers for.

use std::ops::RangeInclusive;

use super::vlan::VlanId;

/// A band of VLAN IDs that the estate's plan keeps for one purpose.
///
/// Bands do not overlap; a legal ID outside all of them is [`None`] to [`band_of`](VlanBand::band_of).
///
/// ```
/// use deevnet_core::network::{VlanBand, VlanId};
///
/// assert_eq!(VlanBand::band_of(VlanId::new(50)?), Some(VlanBand::Tenant));
/// assert_eq!(VlanBand::band_of(VlanId::new(1)?), None);
/// # Ok::<(), deevnet_core::network::ParseVlanIdError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VlanBand {
    /// 10 to 40: the core segment types, such as trusted, storage, iot and guest.
    Core,
    /// 50 to 59: tenants, and in the later era what carries their overlays.
    Tenant,
    /// 60 to 69: kept free.
    Reserved,
    /// 70 to 79: the lab.
    Lab,
    /// 99: management.
    Management,
    /// 999: the native VLAN of trunks, without a subnet and not routed.
    Blackhole,
}

crate::named::named!(VlanBand, "VLAN band":
    Core => "core",
    Tenant => "tenant",
    Reserved => "reserved",
    Lab => "lab",
    Management => "management",
    Blackhole => "blackhole",
);

impl VlanBand {
    /// The IDs of the band.
    pub const fn range(self) -> RangeInclusive<u16> {
        match self {
            VlanBand::Core => 10..=40,
            VlanBand::Tenant => 50..=59,
            VlanBand::Reserved => 60..=69,
            VlanBand::Lab => 70..=79,
            VlanBand::Management => 99..=99,
            VlanBand::Blackhole => 999..=999,
        }
    }

    /// Whether the band holds an ID.
    pub fn contains(self, vlan: VlanId) -> bool {
        self.range().contains(&vlan.get())
    }

    /// The band that holds an ID, if one does.
    pub fn band_of(vlan: VlanId) -> Option<VlanBand> {
        VlanBand::ALL.iter().copied().find(|band| band.contains(vlan))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bands_are_those_of_the_plan() {
        let table: Vec<String> = VlanBand::ALL.iter().map(|band| format!("{band} {:?}", band.range())).collect();
        insta::assert_snapshot!(table.join("\n"), @"
        core 10..=40
        tenant 50..=59
        reserved 60..=69
        lab 70..=79
        management 99..=99
        blackhole 999..=999
        ");
    }

    proptest! {
        #[test]
        fn an_id_is_in_one_band_at_most(number in 1..=4094_u16) {
            let vlan = VlanId::new(number).unwrap();
            let holding: Vec<VlanBand> = VlanBand::ALL.iter().copied().filter(|band| band.contains(vlan)).collect();
            prop_assert!(holding.len() <= 1);
            prop_assert_eq!(VlanBand::band_of(vlan), holding.first().copied());
        }

        #[test]
        fn names_are_read_back(band in prop::sample::select(VlanBand::ALL)) {
            prop_assert_eq!(band.to_string().parse::<VlanBand>(), Ok(band));
        }
    }
}
