//! Hosts and workloads as Ansible's inventory lists them.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::Arc;

use serde::Serialize;

use super::candidate;
use super::collector::Collector;
use super::left_out::Part;
use super::reason::Reason;
use crate::finding::Subject;
use crate::mac::{MacAddress, Vmid};
use crate::model::{AddressState, Host, Interface, MacState, SegmentLookup};
use crate::name::DomainName;
use crate::network::VlanId;
use crate::placement::MachineOwner;
use crate::tenant::{TenantRecord, WorkloadRecord};

/// A host or a workload with the identity that it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InventoryHost {
    /// The inventory hostname, or `<workload>.<tenant>`.
    #[serde(skip)]
    pub name: String,
    /// Where it is reached, where it has a fixed address.
    #[serde(skip)]
    pub address: Option<Ipv4Addr>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Arc<str>>,
    /// Its full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<DomainName>,
    /// Its VMID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vmid: Option<Vmid>,
    /// The hypervisor it runs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hypervisor: Option<Arc<str>>,
    /// The tenant it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<Arc<str>>,
    /// Its interfaces, by name.
    pub interfaces: BTreeMap<Arc<str>, InventoryInterface>,
}

/// An interface with what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InventoryInterface {
    /// Its MAC address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac: Option<MacAddress>,
    /// Its fixed address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Ipv4Addr>,
    /// Its segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Arc<str>>,
    /// The VLAN of its segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan_id: Option<VlanId>,
}

/// The interface that a workload is given.
const FIRST_INTERFACE: &str = "net0";

/// Collects hosts, then workloads, by name; one whose name is not a DNS label is left out, because Ansible would take
/// some such names for a range of hosts or a port.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let substrate = collector.substrate;
    let lookup = SegmentLookup::new(substrate);
    for host in substrate.hosts.values() {
        let obstacle = collector.obstacles.about_host(&host.name);
        let entry = of_host(collector, host, &lookup);
        let admitted = collector.admit(|| Subject::host(Arc::clone(&host.name)), Part::InventoryHost, obstacle, entry);
        collector.published.inventory_hosts.extend(admitted);
    }
    let records = substrate.tenant_records();
    for machine in substrate.machines() {
        let MachineOwner::Tenant(tenant, workload) = machine.owner() else { continue };
        let record = records.iter().find(|record| record.name == tenant.name.value);
        let own = record.and_then(|record| record.workloads.iter().find(|own| own.name == workload.name.value));
        let (Some(record), Some(own)) = (record, own) else { continue };
        let hypervisor = substrate.placed_on(machine.definition()).ok().map(|host| Arc::clone(&host.name));
        let obstacle = collector.obstacles.about_host(&machine.name().into());
        let subject = || Subject::host(machine.name());
        let entry = Ok(of_workload(record, own, hypervisor));
        let admitted = collector.admit(subject, Part::InventoryHost, obstacle, entry);
        collector.published.inventory_hosts.extend(admitted);
    }
    collector.published.inventory_hosts.sort_by(|left, right| left.name.cmp(&right.name));
    collector.published.inventory_hosts.dedup_by(|left, right| left.name == right.name);
}

fn of_host(collector: &mut Collector<'_>, host: &Host, lookup: &SegmentLookup<'_>) -> Result<InventoryHost, Reason> {
    let label = candidate::label_of(host)?;
    let mut interfaces = BTreeMap::new();
    for interface in host.interfaces.values() {
        let (name, key) = (&host.name, &interface.name);
        let obstacle = collector.obstacles.about_interface(name, key);
        let obstacle = obstacle.or_else(|| collector.obstacles.about_hardware(name, key));
        let subject = || Subject::interface(Arc::clone(name), Arc::clone(key));
        let admitted = collector.admit(subject, Part::InventoryHost, obstacle, of_interface(interface, lookup));
        interfaces.extend(admitted.map(|found| (Arc::clone(key), found)));
    }
    let domain = collector.published.domain.as_ref();
    let placed = host.machine.as_ref().and_then(|machine| collector.substrate.placed_on(machine).ok());
    Ok(InventoryHost {
        name: label.to_string(),
        address: reached_at(&interfaces),
        role: host.role.as_ref().map(|role| Arc::clone(&role.value)).filter(|role| is_plain(role)),
        full_name: domain.and_then(|domain| domain.child(&label).ok()),
        vmid: host.vmid().map(|vmid| vmid.value),
        hypervisor: placed.map(|host| Arc::clone(&host.name)).filter(|name| is_plain(name)),
        tenant: None,
        interfaces,
    })
}

/// The address that a host is reached at: the one on the segment `management`, or the first there is.
fn reached_at(interfaces: &BTreeMap<Arc<str>, InventoryInterface>) -> Option<Ipv4Addr> {
    let is_managed = |interface: &&InventoryInterface| interface.segment.as_deref() == Some("management");
    let managed = interfaces.values().filter(is_managed).find_map(|interface| interface.address);
    managed.or_else(|| interfaces.values().find_map(|interface| interface.address))
}

fn of_interface(interface: &Interface, lookup: &SegmentLookup<'_>) -> Result<InventoryInterface, Reason> {
    if !is_plain(&interface.name) {
        return Err(Reason::Template(Arc::clone(&interface.name)));
    }
    let segment = lookup.of_interface(interface).filter(|segment| is_plain(&segment.name));
    let address = match interface.address.value {
        AddressState::Fixed(address) => Some(address),
        AddressState::Dynamic | AddressState::Absent => None,
    };
    Ok(InventoryInterface {
        mac: MacState::known(interface.mac.value),
        address,
        segment: segment.map(|segment| Arc::clone(&segment.name)),
        vlan_id: segment.and_then(|segment| Some(segment.vlan_id?.value)),
    })
}

fn of_workload(tenant: &TenantRecord, own: &WorkloadRecord, hypervisor: Option<Arc<str>>) -> InventoryHost {
    let segment = tenant.segment.as_ref();
    let interface = InventoryInterface {
        mac: own.mac,
        address: own.address,
        segment: segment.map(|segment| Arc::clone(&segment.name)).filter(|name| is_plain(name)),
        vlan_id: segment.and_then(|segment| segment.vlan_id),
    };
    InventoryHost {
        name: format!("{}.{}", own.name, tenant.name),
        address: own.address,
        role: None,
        full_name: own.fqdn.clone(),
        vmid: own.vmid,
        hypervisor: hypervisor.filter(|name| is_plain(name)),
        tenant: Some(tenant.name.as_str().into()),
        interfaces: BTreeMap::from([(FIRST_INTERFACE.into(), interface)]),
    }
}

/// Whether Ansible takes a text as it stands: what opens a template in it would be evaluated, and JSON has no way to say
/// that it shall not.
fn is_plain(text: &str) -> bool {
    !text.chars().any(char::is_control) && !["{{", "{%", "{#"].iter().any(|opening| text.contains(opening))
}
