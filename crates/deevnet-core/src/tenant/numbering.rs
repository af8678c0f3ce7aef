//! The numbers that follow from a tenant's index: VNIs and VMIDs.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::number::{TenantIndex, VnetNumber, Vni, WorkloadSlot};
use crate::mac::Vmid;

/// How many VNIs each tenant has for its VNets.
const VNETS: u32 = VnetNumber::MAX.get() + 1;
/// How many VMIDs each tenant has for its workloads.
const WORKLOADS: u32 = WorkloadSlot::MAX.get() + 1;

/// The bases that a substrate numbers its tenants' overlays from.
///
/// For the tenant with index *n*: the VRF has VNI `vrf_base + n`, VNet *i* has VNI `vnet_base + 10 n + i`, and workload
/// *k* has VMID `vmid_base + 40 n + k`. Bases are chosen so that this holds for all indices: every VNI has 24 bits, no
/// VNI is both a VRF's and a VNet's, and every VMID is one that a MAC address carries and Proxmox VE creates. Numbers of
/// different tenants and workloads therefore never meet, and every one of them leads back to its tenant.
///
/// ```
/// use deevnet_core::tenant::{TenantIndex, TenantNumbering, WorkloadSlot};
///
/// let home = TenantNumbering::new(11_000, 21_000, 20_000)?;
/// let vmid = home.vmid(TenantIndex::new(2)?, WorkloadSlot::new(5)?);
/// assert_eq!(vmid.get(), 20_085);
/// assert_eq!(home.workload_of(vmid), Some((TenantIndex::new(2)?, WorkloadSlot::new(5)?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct TenantNumbering {
    #[serde(rename = "vrf_base")]
    vrfs: u32,
    #[serde(rename = "vnet_base")]
    vnets: u32,
    #[serde(rename = "vmid_base")]
    machines: u32,
}

impl TenantNumbering {
    /// The numbering of three bases.
    ///
    /// # Errors
    /// When a number of any tenant would be outside its bounds, or one VNI would be a VRF's and a VNet's.
    pub fn new(vrf_base: u32, vnet_base: u32, vmid_base: u32) -> Result<TenantNumbering, NumberingError> {
        let spans = [
            (NumberKind::VrfVni, vrf_base, 1, 1, Vni::MAX.get()),
            (NumberKind::VnetVni, vnet_base, VNETS, 1, Vni::MAX.get()),
            (NumberKind::Vmid, vmid_base, WORKLOADS, Vmid::PROXMOX_MIN, Vmid::MAX.get()),
        ];
        for (kind, base, each, min, max) in spans {
            let (first, last) = span(base, each);
            if first < u64::from(min) || last > u64::from(max) {
                return Err(NumberingError::OutOfRange { kind, base, first, last, min, max });
            }
        }
        let numbering = TenantNumbering { vrfs: vrf_base, vnets: vnet_base, machines: vmid_base };
        let (vrfs, vnets) = (numbering.vrf_vnis(), numbering.vnet_vnis());
        if vrfs.start() <= vnets.end() && vnets.start() <= vrfs.end() {
            return Err(NumberingError::Overlap { vrf_base, vnet_base });
        }
        Ok(numbering)
    }

    /// The VNI of a tenant's VRF.
    pub const fn vrf_vni(self, tenant: TenantIndex) -> Vni {
        Vni::unchecked(self.vrfs + tenant.get())
    }

    /// The VNI of a tenant's VNet.
    pub const fn vnet_vni(self, tenant: TenantIndex, vnet: VnetNumber) -> Vni {
        Vni::unchecked(self.vnets + VNETS * tenant.get() + vnet.get())
    }

    /// The VMID of a tenant's workload.
    pub fn vmid(self, tenant: TenantIndex, workload: WorkloadSlot) -> Vmid {
        let number = self.machines + WORKLOADS * tenant.get() + workload.get();
        Vmid::new(number).unwrap_or(Vmid::MAX)
    }

    /// The VMIDs of a tenant's workloads: the first and the last.
    pub fn vmids_of(self, tenant: TenantIndex) -> RangeInclusive<Vmid> {
        self.vmid(tenant, WorkloadSlot::MIN)..=self.vmid(tenant, WorkloadSlot::MAX)
    }

    /// The VNIs of all VRFs.
    pub const fn vrf_vnis(self) -> RangeInclusive<Vni> {
        self.vrf_vni(TenantIndex::MIN)..=self.vrf_vni(TenantIndex::MAX)
    }

    /// The VNIs of all VNets.
    pub const fn vnet_vnis(self) -> RangeInclusive<Vni> {
        self.vnet_vni(TenantIndex::MIN, VnetNumber::MIN)..=self.vnet_vni(TenantIndex::MAX, VnetNumber::MAX)
    }

    /// The VMIDs of all workloads.
    pub fn vmids(self) -> RangeInclusive<Vmid> {
        self.vmid(TenantIndex::MIN, WorkloadSlot::MIN)..=self.vmid(TenantIndex::MAX, WorkloadSlot::MAX)
    }

    /// The tenant whose VRF has a VNI.
    pub fn tenant_of_vrf(self, vni: Vni) -> Option<TenantIndex> {
        TenantIndex::new(vni.get().checked_sub(self.vrfs)?).ok()
    }

    /// The tenant and VNet that have a VNI.
    pub fn vnet_of(self, vni: Vni) -> Option<(TenantIndex, VnetNumber)> {
        let offset = vni.get().checked_sub(self.vnets)?;
        Some((TenantIndex::new(offset / VNETS).ok()?, VnetNumber::new(offset % VNETS).ok()?))
    }

    /// The tenant and workload that have a VMID.
    pub fn workload_of(self, vmid: Vmid) -> Option<(TenantIndex, WorkloadSlot)> {
        let offset = vmid.get().checked_sub(self.machines)?;
        Some((TenantIndex::new(offset / WORKLOADS).ok()?, WorkloadSlot::new(offset % WORKLOADS).ok()?))
    }
}

/// The first and the last number of all tenants that have `each` numbers above a base.
fn span(base: u32, each: u32) -> (u64, u64) {
    let (base, each) = (u64::from(base), u64::from(each));
    let at = |index: TenantIndex| base + each * u64::from(index.get());
    (at(TenantIndex::MIN), at(TenantIndex::MAX) + each - 1)
}

/// Which of a tenant's numbers a base is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberKind {
    /// The VNI of its VRF.
    VrfVni,
    /// The VNIs of its VNets.
    VnetVni,
    /// The VMIDs of its workloads.
    Vmid,
}

crate::named::named!(NumberKind, "number of tenants":
    VrfVni => "VRF VNI",
    VnetVni => "VNet VNI",
    Vmid => "VMID",
);

/// The error of bases that would give some tenant a wrong number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberingError {
    /// Some tenant's number would be outside its bounds.
    #[error("the base {base} gives tenants the {kind}s {first} to {last}; a {kind} is {min} to {max}")]
    OutOfRange {
        /// Which number it is.
        kind: NumberKind,
        /// The base.
        base: u32,
        /// The first number.
        first: u64,
        /// The last number.
        last: u64,
        /// The smallest one allowed.
        min: u32,
        /// The largest one allowed.
        max: u32,
    },
    /// A VNI would be that of one tenant's VRF and of another's VNet.
    #[error("the bases {vrf_base} and {vnet_base} give the same VNI to a VRF and to a VNet")]
    Overlap {
        /// The base of VRFs.
        vrf_base: u32,
        /// The base of VNets.
        vnet_base: u32,
    },
}

impl NumberingError {
    /// What to do instead.
    pub const fn hint(self) -> &'static str {
        match self {
            NumberingError::OutOfRange { .. } => {
                "choose a base that leaves room for 63 tenants: 63 VRF VNIs, 630 VNet VNIs, 2520 VMIDs"
            }
            NumberingError::Overlap { .. } => "choose bases that are at least 1000 apart, as in 10000 and 20000",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    /// Released numbers: they stand in people's routers and inventories, and never change.
    #[test]
    fn golden() {
        let mobile = TenantNumbering::new(10_000, 20_000, 10_000).unwrap();
        let home = TenantNumbering::new(11_000, 21_000, 20_000).unwrap();
        let mut text = String::new();
        for (name, numbering) in [("mobile", mobile), ("home", home)] {
            for (index, vnet, slot) in [(1, 0, 0), (1, 9, 39), (3, 1, 2), (62, 0, 10), (63, 9, 39)] {
                let index = TenantIndex::new(index).unwrap();
                let (vnet, slot) = (VnetNumber::new(vnet).unwrap(), WorkloadSlot::new(slot).unwrap());
                let (vrf, vni) = (numbering.vrf_vni(index), numbering.vnet_vni(index, vnet));
                writeln!(text, "{name} {index}/{vnet}/{slot}: {vrf} {vni} {}", numbering.vmid(index, slot)).unwrap();
            }
        }
        insta::assert_snapshot!(text, @r"
        mobile 1/0/0: 10001 20010 10040
        mobile 1/9/39: 10001 20019 10079
        mobile 3/1/2: 10003 20031 10122
        mobile 62/0/10: 10062 20620 12490
        mobile 63/9/39: 10063 20639 12559
        home 1/0/0: 11001 21010 20040
        home 1/9/39: 11001 21019 20079
        home 3/1/2: 11003 21031 20122
        home 62/0/10: 11062 21620 22490
        home 63/9/39: 11063 21639 22559
        ");
    }

    #[test]
    fn bases_that_leave_no_room_are_refused() {
        let mut text = String::new();
        for (vrf, vnet, vmid) in [
            (16_777_153, 20_000, 10_000),
            (10_000, u32::MAX, 10_000),
            (10_000, 20_000, 59),
            (10_000, 20_000, 16_774_657),
            (20_000, 20_000, 10_000),
            (20_000, 19_400, 10_000),
        ] {
            let error = TenantNumbering::new(vrf, vnet, vmid).unwrap_err();
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @r"
        the base 16777153 gives tenants the VRF VNIs 16777154 to 16777216; a VRF VNI is 1 to 16777215
          choose a base that leaves room for 63 tenants: 63 VRF VNIs, 630 VNet VNIs, 2520 VMIDs
        the base 4294967295 gives tenants the VNet VNIs 4294967305 to 4294967934; a VNet VNI is 1 to 16777215
          choose a base that leaves room for 63 tenants: 63 VRF VNIs, 630 VNet VNIs, 2520 VMIDs
        the base 59 gives tenants the VMIDs 99 to 2618; a VMID is 100 to 16777215
          choose a base that leaves room for 63 tenants: 63 VRF VNIs, 630 VNet VNIs, 2520 VMIDs
        the base 16774657 gives tenants the VMIDs 16774697 to 16777216; a VMID is 100 to 16777215
          choose a base that leaves room for 63 tenants: 63 VRF VNIs, 630 VNet VNIs, 2520 VMIDs
        the bases 20000 and 20000 give the same VNI to a VRF and to a VNet
          choose bases that are at least 1000 apart, as in 10000 and 20000
        the bases 20000 and 19400 give the same VNI to a VRF and to a VNet
          choose bases that are at least 1000 apart, as in 10000 and 20000
        ");
        assert!(TenantNumbering::new(16_777_152, 0, 60).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_two_ever_share_a_number_and_every_number_leads_back(
            vrf in 0..16_777_152_u32,
            vnet in 0..16_776_576_u32,
            vmid in 60..16_774_656_u32,
        ) {
            let Ok(numbering) = TenantNumbering::new(vrf, vnet, vmid) else { return Ok(()) };
            let (mut vnis, mut vmids) = (BTreeSet::new(), BTreeSet::new());
            for index in TenantIndex::all() {
                prop_assert!(vnis.insert(numbering.vrf_vni(index)));
                prop_assert_eq!(numbering.tenant_of_vrf(numbering.vrf_vni(index)), Some(index));
                for number in VnetNumber::all() {
                    let vni = numbering.vnet_vni(index, number);
                    prop_assert!(vnis.insert(vni));
                    prop_assert_eq!(numbering.vnet_of(vni), Some((index, number)));
                }
                for slot in WorkloadSlot::all() {
                    let vmid = numbering.vmid(index, slot);
                    prop_assert!(vmid.is_creatable() && numbering.vmids_of(index).contains(&vmid));
                    prop_assert!(vmids.insert(vmid));
                    prop_assert_eq!(numbering.workload_of(vmid), Some((index, slot)));
                }
            }
            prop_assert_eq!((vnis.len(), vmids.len()), (63 * 11, 63 * 40));
        }

        #[test]
        fn numbers_of_nobody_lead_nowhere(number in 1..16_777_215_u32) {
            let numbering = TenantNumbering::new(10_000, 20_000, 10_000).unwrap();
            let (vni, vmid) = (Vni::new(number).unwrap(), Vmid::new(number).unwrap());
            prop_assert_eq!(numbering.tenant_of_vrf(vni).is_some(), numbering.vrf_vnis().contains(&vni));
            prop_assert_eq!(numbering.vnet_of(vni).is_some(), numbering.vnet_vnis().contains(&vni));
            prop_assert_eq!(numbering.workload_of(vmid).is_some(), numbering.vmids().contains(&vmid));
        }
    }
}
