//! Virtual machines as they are told who they are: what cloud-init configures at the first boot.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ipnet::Ipv4Net;

use super::addressing::{Addressing, StaticRoute, default_route};
use super::candidate;
use super::collector::Collector;
use super::interface_name::InterfaceName;
use super::left_out::{LeftOut, Part};
use super::reason::Reason;
use super::user_name::UserName;
use crate::finding::Subject;
use crate::mac::{MacAddress, Vmid};
use crate::model::{CloudInit, Host, Interface, MacState, SegmentLookup, Tenant, VirtualMachine, Workload};
use crate::name::{DnsLabel, DomainName};
use crate::placement::{Machine, MachineOwner};
use crate::tenant::{TenantRecord, WorkloadRecord};

/// A virtual machine with what it is told at its first boot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PublishedMachine {
    /// What it goes by among all machines: its host's name, or `<workload>.<tenant>`.
    pub name: String,
    /// Its own name.
    pub label: DnsLabel,
    /// Its full name.
    pub full_name: Option<DomainName>,
    /// Its VMID.
    pub vmid: Option<Vmid>,
    /// Its network interfaces with a known MAC address, in order of their names; at least one.
    pub interfaces: Vec<MachineInterface>,
    /// Its name servers, in order of preference.
    pub name_servers: Vec<IpAddr>,
    /// The domain that short names are looked up in.
    pub search: Option<DomainName>,
    /// Who may log in, where that is declared.
    pub user: Option<MachineUser>,
}

/// A network interface of a machine, told by its MAC address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MachineInterface {
    /// The name that it is to have; `None` leaves it as the machine has it.
    pub name: Option<InterfaceName>,
    /// Its MAC address.
    pub mac: MacAddress,
    /// How it gets its address.
    pub addressing: Addressing,
    /// The router to everywhere else; at most one interface of a machine has one.
    pub gateway: Option<Ipv4Addr>,
    /// Its other routes, in order of declaration.
    pub routes: Vec<StaticRoute>,
}

/// Who may log in to a machine, and what it does at its first boot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MachineUser {
    /// The user; `None` is the one of the machine's image.
    pub name: Option<UserName>,
    /// The public keys that may log in, in order of declaration.
    pub keys: Vec<Arc<str>>,
    /// Whether packages are upgraded.
    pub upgrade: Option<bool>,
}

/// Collects the machines: those of hosts by name, then those of tenants in order of declaration.
pub(super) fn collect(collector: &mut Collector<'_>) {
    let substrate = collector.substrate;
    let lookup = SegmentLookup::new(substrate);
    let records = substrate.tenant_records();
    for machine in substrate.machines() {
        let name: Arc<str> = machine.name().into();
        let entry = match machine.owner() {
            MachineOwner::Management(host) => of_host(collector, host, &machine, &lookup),
            MachineOwner::Tenant(tenant, workload) => of_workload(collector, tenant, workload, &records),
        };
        let entry = entry.and_then(|entry| {
            let is_taken = collector.published.machines.iter().any(|other| other.name == entry.name);
            if is_taken { Err(Reason::MachineTaken) } else { Ok(entry) }
        });
        let obstacle = collector.obstacles.about_host(&name);
        let subject = || Subject::host(Arc::clone(&name));
        let Some(mut entry) = collector.admit(subject, Part::MachineNetwork, obstacle, entry) else { continue };
        let user = machine.definition().cloud_init.as_ref().map(user).transpose();
        entry.user = collector.admit(subject, Part::MachineUser, None, user).flatten();
        collector.published.machines.push(entry);
    }
    collector.published.machines.sort_by(|left, right| left.name.cmp(&right.name));
}

fn of_host(
    collector: &mut Collector<'_>,
    host: &Host,
    machine: &Machine<'_>,
    lookup: &SegmentLookup<'_>,
) -> Result<PublishedMachine, Reason> {
    let label = DnsLabel::clone(&*candidate::label_of(host)?);
    let definition = machine.definition();
    let found = addressed(collector, host, definition, lookup);
    let parts: Vec<(&Interface, Addressing)> =
        found.iter().map(|(interface, _, addressing)| (*interface, *addressing)).collect();
    let way_out = way_out(definition, &parts).or_else(|| default_route(&parts, lookup));
    let mut interfaces = Vec::new();
    for (place, (interface, mac, addressing)) in found.iter().enumerate() {
        let (routes, unread) = StaticRoute::of(interface);
        collector.published.left_out.extend(unread.iter().map(|reason| left_out(host, interface, reason)));
        interfaces.push(MachineInterface {
            name: interface.name.parse().ok(),
            mac: *mac,
            addressing: *addressing,
            gateway: way_out.filter(|(chosen, _)| *chosen == place).map(|(_, gateway)| gateway),
            routes,
        });
    }
    if interfaces.is_empty() {
        return Err(Reason::NoInterface);
    }
    let scope = parts.iter().find_map(|(interface, addressing)| {
        addressing.fixed()?;
        collector.published.scope(&lookup.of_interface(interface)?.name)
    });
    let resolver = scope.and_then(|scope| collector.published.name_server_of(scope));
    let domain = collector.published.domain.clone();
    Ok(PublishedMachine {
        name: label.to_string(),
        full_name: domain.as_ref().and_then(|domain| domain.child(&label).ok()),
        label,
        vmid: machine.vmid().map(|vmid| vmid.value),
        name_servers: name_servers(definition, resolver),
        search: search(definition, domain)?,
        interfaces,
        user: None,
    })
}

/// The interfaces of a host with their MAC addresses and how they are addressed; what is not known is left out.
fn addressed<'h>(
    collector: &mut Collector<'_>,
    host: &'h Host,
    definition: &VirtualMachine,
    lookup: &SegmentLookup<'_>,
) -> Vec<(&'h Interface, MacAddress, Addressing)> {
    let mut found = Vec::new();
    for interface in host.interfaces.values() {
        let (name, key) = (&host.name, &interface.name);
        let obstacle = collector.obstacles.about_interface(name, key);
        let obstacle = obstacle.or_else(|| collector.obstacles.about_hardware(name, key));
        let is_only = host.interfaces.values().count() == 1;
        let entry = mac(interface).and_then(|mac| Ok((mac, addressing(definition, interface, is_only, lookup)?)));
        let subject = || Subject::interface(Arc::clone(name), Arc::clone(key));
        let admitted = collector.admit(subject, Part::MachineNetwork, obstacle, entry);
        found.extend(admitted.map(|(mac, addressing)| (interface, mac, addressing)));
    }
    found
}

fn mac(interface: &Interface) -> Result<MacAddress, Reason> {
    match interface.mac.value {
        MacState::Known(mac) => Ok(mac),
        _ if interface.mac_rejected => Err(Reason::MacMalformed),
        _ if interface.hardware.is_none() => Err(Reason::HardwareMissing),
        MacState::Unknown => Err(Reason::MacUnknown),
        MacState::Unallocated => Err(Reason::MacUnallocated),
    }
}

/// How an interface is addressed: by `static_ip` where that restates its address, or where it is the only one.
fn addressing(
    definition: &VirtualMachine,
    interface: &Interface,
    is_only: bool,
    lookup: &SegmentLookup<'_>,
) -> Result<Addressing, Reason> {
    let own = interface.address.value.fixed();
    match definition.static_ip.map(|address| address.value) {
        Some(address) if own == Some(address.addr()) || (is_only && own.is_none()) => Ok(Addressing::Fixed(address)),
        _ => Addressing::of(interface, lookup),
    }
}

/// The interface whose subnet holds the gateway that the machine declares.
fn way_out(definition: &VirtualMachine, interfaces: &[(&Interface, Addressing)]) -> Option<(usize, Ipv4Addr)> {
    let gateway = definition.static_gateway?.value;
    let holds = |addressing: &Addressing| addressing.fixed().is_some_and(|net| net.contains(&gateway));
    Some((interfaces.iter().position(|(_, addressing)| holds(addressing))?, gateway))
}

fn of_workload(
    collector: &Collector<'_>,
    tenant: &Tenant,
    workload: &Workload,
    records: &[TenantRecord],
) -> Result<PublishedMachine, Reason> {
    let record = records.iter().find(|record| record.name == tenant.name.value).ok_or(Reason::NoInterface)?;
    let own = record.workloads.iter().find(|found| found.name == workload.name.value).ok_or(Reason::NoInterface)?;
    let definition = &workload.machine;
    let addressing = workload_addressing(definition, record, own);
    let gateway = definition.static_gateway.map(|gateway| gateway.value).or(record.gateway);
    let first = definition.nics.first().and_then(|nic| nic.interface.as_ref());
    let interface = MachineInterface {
        name: first.and_then(|name| name.value.parse().ok()),
        mac: own.mac.ok_or(Reason::MacUnknown)?,
        addressing,
        gateway: gateway.filter(|gateway| addressing.fixed().is_some_and(|net| net.contains(gateway))),
        routes: Vec::new(),
    };
    let published = &collector.published;
    let scope = record.segment.as_ref().and_then(|segment| published.scope(&segment.name));
    let resolver = scope.and_then(|scope| published.name_server_of(scope));
    Ok(PublishedMachine {
        name: format!("{}.{}", own.name, record.name),
        label: own.name.clone(),
        full_name: own.fqdn.clone(),
        vmid: own.vmid,
        interfaces: vec![interface],
        name_servers: name_servers(definition, resolver.filter(|_| addressing.fixed().is_some())),
        search: search(definition, record.forward_zone.clone())?,
        user: None,
    })
}

/// How a workload is addressed: as it says itself, or by its number; where it has none, by the router of its VLAN.
fn workload_addressing(definition: &VirtualMachine, tenant: &TenantRecord, own: &WorkloadRecord) -> Addressing {
    let numbered = || Ipv4Net::new(own.address?, tenant.subnet?.prefix_len()).ok();
    let fixed = definition.static_ip.map(|address| address.value).or_else(numbered);
    fixed.map_or(Addressing::Dynamic, Addressing::Fixed)
}

fn name_servers(definition: &VirtualMachine, otherwise: Option<Ipv4Addr>) -> Vec<IpAddr> {
    let declared: Vec<IpAddr> = definition.nameservers.iter().map(|server| server.value).collect();
    if declared.is_empty() { otherwise.map(IpAddr::V4).into_iter().collect() } else { declared }
}

fn search(definition: &VirtualMachine, otherwise: Option<DomainName>) -> Result<Option<DomainName>, Reason> {
    match definition.cloud_init.as_ref().and_then(|cloud_init| cloud_init.search_domain.as_ref()) {
        Some(declared) => match declared.value.parse() {
            Ok(domain) => Ok(Some(domain)),
            Err(_) => Err(Reason::SearchDomain(Arc::clone(&declared.value))),
        },
        None => Ok(otherwise),
    }
}

fn user(cloud_init: &CloudInit) -> Result<MachineUser, Reason> {
    let name = cloud_init.user.as_ref().map(|user| user.value.parse().map_err(Reason::UserName)).transpose()?;
    let keys: Vec<Arc<str>> = cloud_init.ssh_keys.iter().map(|key| Arc::clone(&key.value)).collect();
    if let Some(key) = keys.iter().find(|key| key.chars().any(char::is_control)) {
        return Err(Reason::KeyNotALine(Arc::clone(key)));
    }
    Ok(MachineUser { name, keys, upgrade: cloud_init.upgrade.map(|upgrade| upgrade.value) })
}

fn left_out(host: &Host, interface: &Interface, reason: &Reason) -> LeftOut {
    let subject = Subject::interface(Arc::clone(&host.name), Arc::clone(&interface.name));
    LeftOut { subject, part: Part::MachineNetwork, rule: None, message: reason.to_string() }
}
