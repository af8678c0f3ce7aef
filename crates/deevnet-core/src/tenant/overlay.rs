//! Where a tenant's overlay lies in its substrate's block of addresses.
//!
//! The block splits into `.0.0/17` for segments, `.128.0/18` for overlays and `.255.0/24` for loopbacks of the fabric. A
//! tenant's overlay is the `/24` of its [`TenantIndex`] among the overlays, and each of its workloads has a fixed
//! address there: Proxmox VE serves DHCP in Simple zones only, so cloud-init sets it.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::number::{TenantIndex, WorkloadSlot};
use crate::network::SiteBlock;

/// The third octet of the first overlay subnet.
const FIRST_OVERLAY: u8 = 128;
/// Prefix length of all overlays of a substrate together.
const OVERLAYS_PREFIX: u8 = 18;
/// Prefix length of one tenant's overlay.
const OVERLAY_PREFIX: u8 = 24;
/// The host number of the gateway.
const GATEWAY: u8 = 1;
/// The host number of the first workload.
const FIRST_WORKLOAD: u8 = 10;
/// The autonomous system number before the site octet: the private numbers 64512 to 65534 hold all of them (RFC 6996).
const FIRST_ASN: u32 = 65_000;

/// The block of all overlays of a substrate, `10.<octet>.128.0/18`.
pub fn block(site: SiteBlock) -> Ipv4Net {
    Ipv4Net::new_assert(address(site, FIRST_OVERLAY, 0), OVERLAYS_PREFIX)
}

/// The subnet of a tenant's overlay, `10.<octet>.<128 + index>.0/24`.
///
/// ```
/// use deevnet_core::network::SiteBlock;
/// use deevnet_core::tenant::{TenantIndex, overlay};
///
/// let subnet = overlay::subnet(SiteBlock::new(20), TenantIndex::new(1)?);
/// assert_eq!(subnet.to_string(), "10.20.129.0/24");
/// assert_eq!(overlay::tenant_of(subnet.network()), Some((SiteBlock::new(20), TenantIndex::new(1)?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn subnet(site: SiteBlock, tenant: TenantIndex) -> Ipv4Net {
    Ipv4Net::new_assert(address(site, third_octet(tenant), 0), OVERLAY_PREFIX)
}

/// The gateway of a tenant's overlay: the first address of its subnet.
pub fn gateway(site: SiteBlock, tenant: TenantIndex) -> Ipv4Addr {
    address(site, third_octet(tenant), GATEWAY)
}

/// The address of a workload: host number 10 and up in its tenant's subnet.
///
/// ```
/// use deevnet_core::network::SiteBlock;
/// use deevnet_core::tenant::{TenantIndex, WorkloadSlot, overlay};
///
/// let address = overlay::workload_address(SiteBlock::new(20), TenantIndex::new(1)?, WorkloadSlot::new(2)?);
/// assert_eq!(address.to_string(), "10.20.129.12");
/// assert_eq!(overlay::workload_at(address).map(|(_, _, slot)| slot.get()), Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn workload_address(site: SiteBlock, tenant: TenantIndex, workload: WorkloadSlot) -> Ipv4Addr {
    address(site, third_octet(tenant), FIRST_WORKLOAD + small(workload.get()))
}

/// The substrate and tenant whose overlay holds an address.
pub fn tenant_of(address: Ipv4Addr) -> Option<(SiteBlock, TenantIndex)> {
    let site = SiteBlock::holding(address)?;
    let [_, _, third, _] = address.octets();
    let index = TenantIndex::new(u32::from(third.checked_sub(FIRST_OVERLAY)?)).ok()?;
    Some((site, index))
}

/// The substrate, tenant and workload that an address belongs to.
pub fn workload_at(address: Ipv4Addr) -> Option<(SiteBlock, TenantIndex, WorkloadSlot)> {
    let (site, tenant) = tenant_of(address)?;
    let [.., host] = address.octets();
    let slot = WorkloadSlot::new(u32::from(host.checked_sub(FIRST_WORKLOAD)?)).ok()?;
    Some((site, tenant, slot))
}

/// The number of a substrate's autonomous system in BGP, `65000 + <octet>`.
///
/// ```
/// use deevnet_core::network::SiteBlock;
/// use deevnet_core::tenant::overlay;
///
/// assert_eq!(overlay::autonomous_system(SiteBlock::new(20)), 65_020);
/// ```
pub const fn autonomous_system(site: SiteBlock) -> u32 {
    FIRST_ASN + site.octet() as u32
}

fn third_octet(tenant: TenantIndex) -> u8 {
    FIRST_OVERLAY + small(tenant.get())
}

/// A number of a tenant, all of which fit an octet.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn address(site: SiteBlock, third: u8, host: u8) -> Ipv4Addr {
    let [first, second, ..] = site.network().network().octets();
    Ipv4Addr::new(first, second, third, host)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Released addresses: they stand in people's routers and guests, and never change.
    #[test]
    fn golden() {
        let mut rows = Vec::new();
        for (octet, index, slot) in [(20, 1, 0), (20, 62, 39), (10, 63, 5), (0, 1, 1), (255, 63, 39)] {
            let (site, index) = (SiteBlock::new(octet), TenantIndex::new(index).unwrap());
            let workload = workload_address(site, index, WorkloadSlot::new(slot).unwrap());
            let system = autonomous_system(site);
            rows.push(format!(
                "{octet} {index} {slot}: {} {} {workload} {system}",
                subnet(site, index),
                gateway(site, index)
            ));
        }
        insta::assert_snapshot!(rows.join("\n"), @r"
        20 1 0: 10.20.129.0/24 10.20.129.1 10.20.129.10 65020
        20 62 39: 10.20.190.0/24 10.20.190.1 10.20.190.49 65020
        10 63 5: 10.10.191.0/24 10.10.191.1 10.10.191.15 65010
        0 1 1: 10.0.129.0/24 10.0.129.1 10.0.129.11 65000
        255 63 39: 10.255.191.0/24 10.255.191.1 10.255.191.49 65255
        ");
    }

    proptest! {
        #[test]
        fn overlays_never_meet_and_every_address_leads_back(octet: u8) {
            let site = SiteBlock::new(octet);
            let mut addresses = BTreeSet::new();
            for index in TenantIndex::all() {
                let own = subnet(site, index);
                prop_assert!(block(site).contains(&own));
                prop_assert!(own.contains(&gateway(site, index)));
                prop_assert_eq!(tenant_of(own.broadcast()), Some((site, index)));
                prop_assert_eq!(workload_at(gateway(site, index)), None);
                for slot in WorkloadSlot::all() {
                    let address = workload_address(site, index, slot);
                    prop_assert!(own.contains(&address) && addresses.insert(address));
                    prop_assert_eq!(workload_at(address), Some((site, index, slot)));
                }
            }
            prop_assert_eq!(addresses.len(), 63 * 40);
        }

        #[test]
        fn addresses_of_nobody_lead_nowhere(address: [u8; 4]) {
            let address = Ipv4Addr::from(address);
            let holding = SiteBlock::holding(address).is_some_and(|site| block(site).contains(&address));
            prop_assert!(holding || tenant_of(address).is_none());
            prop_assert!(tenant_of(address).is_some() || workload_at(address).is_none());
        }
    }
}
