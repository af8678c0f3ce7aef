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
use crate::finding::Subject;
use crate::mac::{MacAddress, Vmid};
use crate::model::{CloudInit, Host, Interface, MacState, SegmentLookup, Tenant, VirtualMachine, Workload};
use crate::name::{DnsLabel, DomainName, UserName};
use crate::placement::{Machine, MachineOwner};
use crate::tenant::{TenantRecord, WorkloadRecord};

/// The service that resolves names for machines on an overlay, whose gateway is no name server.
const RESOLVER: &str = "dns";

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
    let resolver = match &record.segment {
        Some(segment) => published.scope(&segment.name).and_then(|scope| published.name_server_of(scope)),
        None => published.service(RESOLVER).map(|service| service.address),
    };
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

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::emit::testing::{checked, lab, listed, published};
    use crate::emit::{EmitOptions, Part, Published, Target, emit};
    use crate::finding::{Finding, Subject};
    use crate::rules;

    /// The lab with a machine of two interfaces.
    fn two_interfaces() -> Json {
        let mut json = lab();
        let worker = &mut json["hosts"]["worker-vm02"];
        worker["infrastructure"]["interfaces"]["eth1"] = json!({ "mac": "00:00:5e:00:53:32" });
        worker["env"]["interfaces"]["eth1"] =
            json!({ "ip": "10.20.30.12", "segment": "iot", "routes": ["192.0.2.0/24 10.20.30.1"] });
        json
    }

    fn with_tenant(json: &mut Json, workloads: &Json) {
        json["substrate"]["deevnet_site_octet"] = json!(20);
        json["substrate"]["deevnet_mac_namespace"] = json!("02:de:20");
        json["substrate"]["deevnet_tenant_numbering"] =
            json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        json["substrate"]["deevnet_tenants"] =
            json!([{ "name": "orchard", "index": 1, "mac_policy": "deterministic", "workloads": workloads }]);
    }

    /// The network configuration of a machine.
    fn network(published: &Published, machine: &str) -> String {
        let emission = emit(Target::CloudInit, published, &EmitOptions::default()).unwrap();
        let name = format!("{machine}.network-config.yaml");
        let file = emission.files.into_iter().find(|file| file.name == name).unwrap();
        file.content.lines().skip(4).collect::<Vec<_>>().join("\n")
    }

    fn losses(published: &Published) -> String {
        let is_about_machines = |part| matches!(part, Part::MachineNetwork | Part::MachineUser);
        listed(published.left_out.iter().filter(|left_out| is_about_machines(left_out.part)))
    }

    #[test]
    fn one_interface_leads_everywhere_and_the_others_by_their_routes() {
        let mut json = two_interfaces();
        json["hosts"]["worker-vm02"]["mgmt_vm"]["static_gateway"] = json!("10.20.25.1");
        json["hosts"]["worker-vm02"]["mgmt_vm"]["nameserver"] = json!("10.20.99.53");
        json["hosts"]["worker-vm02"]["mgmt_vm"]["cloud_init"]["search_domain"] = json!("example.org");
        insta::assert_snapshot!(network(&published(&json), "worker-vm02"), @r#"
        "eth0":
          match:
            macaddress: "00:00:5e:00:53:31"
          set-name: "eth0"
          dhcp4: false
          addresses:
            - "10.20.25.12/24"
          routes:
            - to: "0.0.0.0/0"
              via: "10.20.25.1"
          nameservers:
            addresses:
              - "10.20.99.53"
            search:
              - "example.org"
        "eth1":
          match:
            macaddress: "00:00:5e:00:53:32"
          set-name: "eth1"
          dhcp4: false
          addresses:
            - "10.20.30.12/24"
          routes:
            - to: "192.0.2.0/24"
              via: "10.20.30.1"
        "#);
    }

    #[test]
    fn of_several_fixed_interfaces_none_is_guessed_to_lead_everywhere() {
        let published = published(&two_interfaces());
        assert!(published.machines[0].interfaces.iter().all(|interface| interface.gateway.is_none()));
    }

    #[test]
    fn a_machine_is_addressed_as_it_says() {
        let mut json = lab();
        json["hosts"]["worker-vm02"]["mgmt_vm"]["static_ip"] = Json::Null;
        json["hosts"]["worker-vm02"]["env"]["interfaces"]["eth0"]["ip"] = json!("dhcp");
        insta::assert_snapshot!(network(&published(&json), "worker-vm02"), @r#"
        "eth0":
          match:
            macaddress: "00:00:5e:00:53:31"
          set-name: "eth0"
          dhcp4: true
        "#);
        json["hosts"]["worker-vm02"]["mgmt_vm"]["static_ip"] = json!("10.20.25.13/26");
        let machine = published(&json).machines[0].clone();
        assert_eq!(machine.interfaces[0].addressing.fixed().unwrap().to_string(), "10.20.25.13/26");
    }

    #[test]
    fn a_workload_on_an_overlay_is_addressed_by_its_number() {
        let mut json = lab();
        with_tenant(
            &mut json,
            &json!([{ "name": "api", "slot": 0 }, { "name": "api", "slot": 1 }, { "name": "bare" }]),
        );
        let published = published(&json);
        insta::assert_snapshot!(network(&published, "api.orchard"), @r#"
        "net0":
          match:
            macaddress: "02:de:20:00:27:38"
          dhcp4: false
          addresses:
            - "10.20.129.10/24"
          routes:
            - to: "0.0.0.0/0"
              via: "10.20.129.1"
          nameservers:
            addresses:
              - "10.20.99.1"
            search:
              - "orchard.lab.example.net"
        "#);
        insta::assert_snapshot!(losses(&published), @"
        cloud-init network of orchard/api: another machine has its name
        cloud-init network of orchard/bare: its MAC address is not known
        ");
    }

    #[test]
    fn what_is_not_known_is_left_out_by_name() {
        let mut json = two_interfaces();
        let worker = &mut json["hosts"]["worker-vm02"];
        worker["infrastructure"]["interfaces"]["eth1"]["mac"] = json!("UNKNOWN");
        worker["mgmt_vm"]["cloud_init"]["user"] = json!("two words");
        json["hosts"]["pi01"]["mgmt_vm"] = json!({ "vmid": 213 });
        json["hosts"]["pi01"]["env"]["interfaces"]["eth0"]["routes"] = json!(["everywhere"]);
        json["hosts"]["edge-rt01"]["mgmt_vm"] = json!({});
        json["hosts"]["provisioner-ph01"]["mgmt_vm"] = json!({ "cloud_init": { "ssh_keys": ["a\nb"] } });
        json["hosts"]["hv01"]["mgmt_vm"] = json!({ "cloud_init": { "search_domain": "a b" } });
        insta::assert_snapshot!(losses(&published(&json)), @r#"
        cloud-init network of edge-rt01: no interface of it has a known MAC address
        cloud-init network of hv01: no interface of it has a known MAC address
        cloud-init user of provisioner-ph01: the public key "a\nb" is not one line
        cloud-init user of worker-vm02: "two words" is not the name of a user: a small letter or underscore, then small letters, digits, hyphens and underscores, 32 at most
        cloud-init network of edge-rt01 (lan): its MAC address is not known
        cloud-init network of edge-rt01 (wan): its MAC address is not allocated yet
        cloud-init network of hv01 (eth0): its MAC address is not known
        cloud-init network of pi01 (eth0): "everywhere" is no route: a destination and a gateway
        cloud-init network of worker-vm02 (eth1): its MAC address is not known
        "#);
    }

    #[test]
    fn an_error_about_a_host_leaves_its_machine_out() {
        let mut checked = checked(&lab());
        let finding = Finding::new(&rules::DUPLICATE_KEY, "it is broken", None);
        checked.findings.push(finding.with_subject(Subject::host("worker-vm02")));
        let published = Published::new(&checked);
        insta::assert_snapshot!(losses(&published), @"cloud-init network of worker-vm02: it is broken [DV902]");
        assert!(emit(Target::CloudInit, &published, &EmitOptions::default()).unwrap().files.is_empty());
        assert_eq!(Published::forced(&checked).machines.len(), 1);
    }

    #[test]
    fn without_a_machine_nothing_can_be_written() {
        let mut json = lab();
        json["hosts"].as_object_mut().unwrap().remove("worker-vm02");
        let error = emit(Target::CloudInit, &published(&json), &EmitOptions::default()).unwrap_err();
        insta::assert_snapshot!(format!("{error}\n  {}", error.hint().unwrap()), @"
        `cloud-init` writes files a machine, and no virtual machine with a known MAC address is published
          declare `mgmt_vm` on a host, or workloads of a tenant, and allocate what they lack
        ");
    }
}
