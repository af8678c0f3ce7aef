//! Everything that follows from the declaration of a tenant.

use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::network::TenantNetwork;
use super::{
    ChurnTolerance, MacPolicy, TenantIndex, TenantName, TenantNumbering, VnetId, VnetNumber, Vni, WorkloadClass,
    WorkloadSlot, overlay,
};
use crate::mac::{MacAddress, MacNamespace, Vmid, derive};
use crate::model::{Segment, Substrate, Tenant, Workload};
use crate::name::{DnsLabel, DomainName, reverse_zone};
use crate::network::{SiteBlock, VlanId};

/// Prefix length of the subnets whose reverse zone is cut at an octet.
const REVERSE_PREFIX: u8 = 24;

/// One tenant with everything that follows from its declaration.
///
/// What does not follow, because something it needs is not declared, is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantRecord {
    /// Its name.
    pub name: TenantName,
    /// Its index.
    pub index: Option<TenantIndex>,
    /// What its workloads are for.
    pub class: WorkloadClass,
    /// How much churn they tolerate.
    pub churn_tolerance: ChurnTolerance,
    /// Where their MAC addresses come from.
    pub mac_policy: MacPolicy,
    /// Whether it is on a VLAN or an overlay.
    pub network: TenantNetwork,
    /// Its segment, where it is on a VLAN.
    pub segment: Option<TenantSegment>,
    /// Its overlay, where it is on one.
    pub overlay: Option<TenantOverlay>,
    /// Its subnet, of the segment or the overlay.
    pub subnet: Option<Ipv4Net>,
    /// The gateway of its subnet.
    pub gateway: Option<Ipv4Addr>,
    /// The zone of its names, `<tenant>.<substrate>.<root>`.
    pub forward_zone: Option<DomainName>,
    /// The zone of its addresses, without a trailing dot.
    pub reverse_zone: Option<String>,
    /// Its workloads, in order of declaration.
    pub workloads: Vec<WorkloadRecord>,
}

/// The segment of a tenant on a VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantSegment {
    /// Its name, and that of its firewall zone.
    pub name: Arc<str>,
    /// Its VLAN.
    pub vlan_id: Option<VlanId>,
    /// The first address of its dynamic pool.
    pub pool_start: Option<Ipv4Addr>,
    /// The last address of its dynamic pool.
    pub pool_end: Option<Ipv4Addr>,
}

/// The overlay of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantOverlay {
    /// The VNI of its VRF.
    pub vrf_vni: Option<Vni>,
    /// The number of the substrate's autonomous system, which its routes are announced by.
    pub autonomous_system: Option<u32>,
    /// The first VMID of its workloads.
    pub first_vmid: Option<Vmid>,
    /// The last VMID of its workloads.
    pub last_vmid: Option<Vmid>,
    /// Its VNets by number; without a declared one it has a single one without a name.
    pub vnets: Vec<VnetRecord>,
}

/// A virtual network of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VnetRecord {
    /// Its number.
    pub number: VnetNumber,
    /// Its name, where one is declared.
    pub name: Option<Arc<str>>,
    /// Its ID.
    pub id: VnetId,
    /// Its VNI.
    pub vni: Option<Vni>,
}

/// One workload with everything that follows from its declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WorkloadRecord {
    /// Its name.
    pub name: DnsLabel,
    /// What it is for.
    pub class: WorkloadClass,
    /// How much churn it tolerates.
    pub churn_tolerance: ChurnTolerance,
    /// Where its MAC address comes from.
    pub mac_policy: MacPolicy,
    /// Its place in its tenant's numbers.
    pub slot: Option<WorkloadSlot>,
    /// Its VMID.
    pub vmid: Option<Vmid>,
    /// Its address; `None` on a VLAN, where it gets one from the router.
    pub address: Option<Ipv4Addr>,
    /// Its MAC address, where that is derived.
    pub mac: Option<MacAddress>,
    /// Its name in the DNS.
    pub fqdn: Option<DomainName>,
}

/// What the substrate declares that tenants are numbered from.
#[derive(Debug, Clone, Copy)]
struct Basis<'a> {
    substrate: &'a Substrate,
    site: Option<SiteBlock>,
    bases: Option<TenantNumbering>,
    namespace: Option<MacNamespace>,
}

impl Substrate {
    /// Every tenant with everything that follows from its declaration, in order of declaration.
    pub fn tenant_records(&self) -> Vec<TenantRecord> {
        self.tenants.iter().map(|tenant| self.tenant_record(tenant)).collect()
    }

    /// A tenant with everything that follows from its declaration.
    pub fn tenant_record(&self, tenant: &Tenant) -> TenantRecord {
        let basis = Basis {
            substrate: self,
            site: self.site_octet.map(|octet| SiteBlock::new(octet.value)),
            bases: self.tenant_numbering.bases(),
            namespace: self.mac_namespace.map(|namespace| namespace.value),
        };
        basis.tenant(tenant)
    }
}

impl Basis<'_> {
    fn tenant(&self, tenant: &Tenant) -> TenantRecord {
        let network = self.substrate.network_of_tenant(tenant);
        let segment = self.substrate.segment_of_tenant(tenant);
        let index = tenant.index.map(|index| index.value);
        let place = self.site.zip(index).filter(|_| network == TenantNetwork::Overlay);
        let subnet = match place {
            Some((site, index)) => Some(overlay::subnet(site, index)),
            None => segment.and_then(|segment| segment.subnet).map(|subnet| subnet.value),
        };
        let gateway = match place {
            Some((site, index)) => Some(overlay::gateway(site, index)),
            None => segment.and_then(|segment| segment.gateway).map(|gateway| gateway.value),
        };
        let class = tenant.class();
        let forward_zone = self.forward_zone(&tenant.name.value);
        TenantRecord {
            name: tenant.name.value.clone(),
            index,
            class,
            churn_tolerance: class.churn_tolerance(),
            mac_policy: self.substrate.mac_policy_of_tenant(tenant, class),
            network,
            segment: segment.map(TenantSegment::of),
            overlay: (network == TenantNetwork::Overlay).then(|| self.overlay(tenant)),
            subnet,
            gateway,
            reverse_zone: subnet
                .filter(|subnet| subnet.prefix_len() == REVERSE_PREFIX)
                .map(|subnet| reverse_zone(subnet.network())),
            workloads: tenant
                .workloads
                .iter()
                .map(|workload| self.workload(tenant, workload, forward_zone.as_ref()))
                .collect(),
            forward_zone,
        }
    }

    fn forward_zone(&self, tenant: &TenantName) -> Option<DomainName> {
        self.substrate.domain()?.child(&tenant.as_str().parse().ok()?).ok()
    }

    fn overlay(&self, tenant: &Tenant) -> TenantOverlay {
        let numbers = self.bases.zip(tenant.index.map(|index| index.value));
        let vmids = numbers.map(|(bases, index)| bases.vmids_of(index));
        let named = tenant.vnets.iter().map(|name| Some(Arc::clone(&name.value)));
        let unnamed = tenant.vnets.is_empty().then_some(None);
        let vnets = VnetNumber::all().zip(named.chain(unnamed)).map(|(number, name)| VnetRecord {
            number,
            name,
            id: VnetId::of(&tenant.name.value, number),
            vni: numbers.map(|(bases, index)| bases.vnet_vni(index, number)),
        });
        TenantOverlay {
            vrf_vni: numbers.map(|(bases, index)| bases.vrf_vni(index)),
            autonomous_system: self.site.map(overlay::autonomous_system),
            first_vmid: vmids.as_ref().map(|vmids| *vmids.start()),
            last_vmid: vmids.map(|vmids| *vmids.end()),
            vnets: vnets.collect(),
        }
    }

    fn workload(&self, tenant: &Tenant, workload: &Workload, zone: Option<&DomainName>) -> WorkloadRecord {
        let class = workload.class.map_or_else(|| tenant.class(), |class| class.value);
        let policy = self.substrate.mac_policy_of_tenant(tenant, class);
        let slot = workload.slot.map(|slot| slot.value);
        let index = tenant.index.map(|index| index.value);
        let is_overlay = self.substrate.network_of_tenant(tenant) == TenantNetwork::Overlay;
        let place = index.zip(slot).filter(|_| is_overlay);
        let derived = self.bases.zip(place).map(|(bases, (index, slot))| bases.vmid(index, slot));
        let vmid = derived.or_else(|| workload.machine.vmid.map(|vmid| vmid.value));
        WorkloadRecord {
            name: workload.name.value.clone(),
            class,
            churn_tolerance: class.churn_tolerance(),
            mac_policy: policy,
            slot,
            vmid,
            address: self.site.zip(place).map(|(site, (index, slot))| overlay::workload_address(site, index, slot)),
            mac: self
                .namespace
                .zip(vmid)
                .filter(|_| policy == MacPolicy::Deterministic)
                .map(|(namespace, vmid)| derive::vmid(namespace, vmid)),
            fqdn: zone.and_then(|zone| zone.child(&workload.name.value).ok()),
        }
    }
}

impl TenantSegment {
    fn of(segment: &Segment) -> Self {
        let pool = segment.pool();
        Self {
            name: Arc::clone(&segment.name),
            vlan_id: segment.vlan_id.map(|vlan| vlan.value),
            pool_start: pool.map(|(start, _)| start),
            pool_end: pool.map(|(_, end)| end),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::declared::testing::declared_from_json;

    fn records(json: &Value) -> Vec<TenantRecord> {
        crate::check(&declared_from_json(&json!({ "substrate": json }))).substrate.tenant_records()
    }

    #[test]
    fn an_overlay_follows_from_the_index() {
        let records = records(&json!({
            "deevnet_substrate": "mobile",
            "deevnet_root_domain": "example.org",
            "deevnet_site_octet": 20,
            "deevnet_mac_namespace": "02:de:20",
            "deevnet_tenant_numbering": { "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 },
            "deevnet_tenants": [{
                "name": "grooveiq", "index": 3, "vnets": ["front", "back"], "mac_policy": "deterministic",
                "workloads": [{ "name": "api", "slot": 2, "class": "ephemeral" }, { "name": "later" }],
            }],
        }));
        insta::assert_snapshot!(serde_json::to_string_pretty(&records).unwrap(), @r#"
        [
          {
            "name": "grooveiq",
            "index": 3,
            "class": "application-development",
            "churn_tolerance": "planned",
            "mac_policy": "deterministic",
            "network": "overlay",
            "segment": null,
            "overlay": {
              "vrf_vni": 10003,
              "autonomous_system": 65020,
              "first_vmid": 10120,
              "last_vmid": 10159,
              "vnets": [
                {
                  "number": 0,
                  "name": "front",
                  "id": "groove0",
                  "vni": 20030
                },
                {
                  "number": 1,
                  "name": "back",
                  "id": "groove1",
                  "vni": 20031
                }
              ]
            },
            "subnet": "10.20.131.0/24",
            "gateway": "10.20.131.1",
            "forward_zone": "grooveiq.mobile.example.org",
            "reverse_zone": "131.20.10.in-addr.arpa",
            "workloads": [
              {
                "name": "api",
                "class": "ephemeral",
                "churn_tolerance": "unlimited",
                "mac_policy": "deterministic",
                "slot": 2,
                "vmid": 10122,
                "address": "10.20.131.12",
                "mac": "02:de:20:00:27:8a",
                "fqdn": "api.grooveiq.mobile.example.org"
              },
              {
                "name": "later",
                "class": "application-development",
                "churn_tolerance": "planned",
                "mac_policy": "deterministic",
                "slot": null,
                "vmid": null,
                "address": null,
                "mac": null,
                "fqdn": "later.grooveiq.mobile.example.org"
              }
            ]
          }
        ]
        "#);
    }

    #[test]
    fn a_tenant_on_a_vlan_has_what_its_segment_has() {
        let records = records(&json!({
            "deevnet_substrate": "dvntm",
            "deevnet_root_domain": "example.net",
            "deevnet_site_octet": 20,
            "deevnet_tenants": [{ "name": "orchard", "index": 1, "class": "experiment" }],
            "deevnet_vlans": { "tenant_1": {
                "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1",
                "dhcp_range_start": "10.20.50.100", "dhcp_range_end": "10.20.50.200",
            } },
        }));
        insta::assert_snapshot!(serde_json::to_string(&records).unwrap(), @r#"[{"name":"orchard","index":1,"class":"experiment","churn_tolerance":"frequent","mac_policy":"hypervisor-assigned","network":"vlan","segment":{"name":"tenant_1","vlan_id":50,"pool_start":"10.20.50.100","pool_end":"10.20.50.200"},"overlay":null,"subnet":"10.20.50.0/24","gateway":"10.20.50.1","forward_zone":"orchard.dvntm.example.net","reverse_zone":"50.20.10.in-addr.arpa","workloads":[]}]"#);
    }

    #[test]
    fn what_is_not_declared_does_not_follow() {
        let records = records(&json!({ "deevnet_tenants": [{ "name": "orchard", "index": 1 }] }));
        let overlay = records[0].overlay.as_ref().unwrap();
        assert_eq!((records[0].subnet, records[0].forward_zone.as_ref(), overlay.vrf_vni), (None, None, None));
        assert_eq!(overlay.vnets.len(), 1);
    }
}
