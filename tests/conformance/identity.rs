//! The identities that a substrate publishes, as a file names them.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use deevnet_core::Subject;
use deevnet_core::emit::{
    BootConfiguration, BootLoader, BootServer, LeftOut, Part, Published, PublishedMachine, PublishedNode,
    PublishedVirtualMachine, Reservation,
};
use deevnet_core::mac::MacAddress;
use deevnet_core::name::DomainName;

use super::contract::Fact;

/// What one record of a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// The MAC addresses, however they are written.
    pub(crate) macs: BTreeSet<MacAddress>,
    /// The IPv4 addresses.
    pub(crate) addresses: BTreeSet<Ipv4Addr>,
    /// The words that may be names.
    pub(crate) words: BTreeSet<String>,
}

impl Mentions {
    /// What a text says.
    pub(crate) fn of(text: &str) -> Self {
        let is_mac = |byte: char| byte.is_ascii_hexdigit() || matches!(byte, ':' | '-');
        let macs = text.split(|found| !is_mac(found)).filter_map(mac);
        let is_address = |found: char| found.is_ascii_digit() || found == '.';
        let addresses = text.split(|found| !is_address(found)).filter_map(|word| word.trim_matches('.').parse().ok());
        let is_name = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '-' | '_');
        let words = text.split(|found| !is_name(found)).map(|word| word.trim_end_matches('.').to_owned());
        Self { macs: macs.collect(), addresses: addresses.collect(), words: words.collect() }
    }

    fn has_name(&self, name: &str, domain: Option<&DomainName>) -> bool {
        let full = domain.map(|domain| format!("{name}.{domain}"));
        self.words.contains(name) || full.is_some_and(|full| self.words.contains(&full))
    }
}

/// A MAC address in a word, behind the hardware type that boot loaders put before it.
fn mac(word: &str) -> Option<MacAddress> {
    let start = word.len().checked_sub(17)?;
    let has_separators = word[start..].bytes().skip(2).step_by(3).all(|byte| matches!(byte, b':' | b'-'));
    if has_separators { word[start..].parse().ok() } else { None }
}

/// One published identity, and what a record about it says.
#[derive(Debug)]
pub(crate) struct Identity<'a> {
    subject: Subject,
    part: Part,
    mac: Option<MacAddress>,
    address: Option<Ipv4Addr>,
    name: Option<&'a str>,
}

impl<'a> Identity<'a> {
    /// Every identity of one kind.
    pub(crate) fn all(fact: Fact, published: &'a Published) -> Vec<Self> {
        let reservations = published.reservations.iter();
        match fact {
            Fact::Reservation => reservations.map(Self::reservation).collect(),
            Fact::ManagementReservation => {
                let is_management = |found: &&Reservation| found.scope.as_deref() == Some("management");
                reservations.filter(is_management).map(Self::reservation).collect()
            }
            Fact::Address => {
                let records = published.address_records.iter();
                let of = |host, interface| Self::new(Subject::interface(host, interface), Part::AddressRecord);
                records
                    .map(|found| Self {
                        address: Some(found.address),
                        name: Some(found.label.as_str()),
                        ..of(found.host.clone(), found.interface.clone())
                    })
                    .collect()
            }
            Fact::Service => {
                let records = published.service_records.iter();
                let of = |host, service| Self::new(Subject::service(host, service), Part::ServiceRecord);
                records
                    .map(|found| Self { name: Some(&found.service), ..of(found.host.clone(), found.service.clone()) })
                    .collect()
            }
            Fact::Pointer => {
                let records = published.pointer_records.iter();
                let of = |host, interface| Self::new(Subject::interface(host, interface), Part::PointerRecord);
                records
                    .map(|found| Self {
                        name: Some(found.label.as_str()),
                        ..of(found.host.clone(), found.interface.clone())
                    })
                    .collect()
            }
            Fact::Wake => {
                let of = |host, interface| Self::new(Subject::interface(host, interface), Part::WakeEntry);
                let entries = published.wake_entries.iter();
                entries
                    .map(|found| Self { mac: Some(found.mac), ..of(found.host.clone(), found.interface.clone()) })
                    .collect()
            }
            Fact::GrubBoot => Self::booting(published, BootLoader::Grub),
            Fact::PxelinuxBoot => Self::booting(published, BootLoader::Pxelinux),
            Fact::Machine => published.machines.iter().flat_map(Self::of_machine).collect(),
            Fact::Node => published.nodes.iter().flat_map(Self::of_node).collect(),
            Fact::VirtualMachine => published.virtual_machines.iter().map(Self::of_virtual_machine).collect(),
            Fact::VirtualDevice => published.virtual_machines.iter().flat_map(Self::of_devices).collect(),
        }
    }

    fn new(subject: Subject, part: Part) -> Self {
        Self { subject, part, mac: None, address: None, name: None }
    }

    fn reservation(found: &'a Reservation) -> Self {
        let subject = Subject::interface(found.host.clone(), found.interface.clone());
        Self { mac: Some(found.mac), address: Some(found.address), ..Self::new(subject, Part::Reservation) }
    }

    fn booting(published: &'a Published, loader: BootLoader) -> Vec<Self> {
        let is_loader = |found: &&BootConfiguration| found.loader == loader;
        let configurations = published.boot_configurations.iter().filter(is_loader);
        configurations
            .map(|found| Self {
                mac: Some(found.mac),
                name: Some(found.label.as_str()),
                ..Self::new(Subject::interface(found.host.clone(), found.interface.clone()), Part::BootConfiguration)
            })
            .collect()
    }

    fn of_machine(machine: &'a PublishedMachine) -> impl Iterator<Item = Self> {
        let of = || Self::new(Subject::host(machine.name.clone()), Part::MachineNetwork);
        let interfaces = machine.interfaces.iter();
        interfaces.map(move |found| Self {
            mac: Some(found.mac),
            address: found.addressing.fixed().map(|net| net.addr()),
            ..of()
        })
    }

    fn of_virtual_machine(machine: &'a PublishedVirtualMachine) -> Self {
        let of = Self::new(Subject::host(machine.name.clone()), Part::VirtualMachine);
        Self { name: Some(machine.label.as_str()), ..of }
    }

    fn of_devices(machine: &'a PublishedVirtualMachine) -> impl Iterator<Item = Self> {
        let of = || Self::new(Subject::host(machine.name.clone()), Part::VirtualMachine);
        machine.devices.iter().map(move |device| Self { mac: device.mac, ..of() })
    }

    fn of_node(node: &'a PublishedNode) -> impl Iterator<Item = Self> {
        let of = || Self::new(Subject::host(node.host.clone()), Part::NodeNetwork);
        node.interfaces
            .iter()
            .map(move |found| Self { address: found.addressing.fixed().map(|net| net.addr()), ..of() })
    }

    /// Whether a record is about it: everything that makes it stands there.
    pub(crate) fn is_in(&self, record: &Mentions, domain: Option<&DomainName>) -> bool {
        self.mac.is_none_or(|mac| record.macs.contains(&mac))
            && self.address.is_none_or(|address| record.addresses.contains(&address))
            && self.name.is_none_or(|name| record.has_name(name, domain))
    }

    /// Whether something left out is about it.
    pub(crate) fn is_left_out(&self, left_out: &LeftOut) -> bool {
        left_out.subject == self.subject && left_out.part == self.part
    }

    /// Its MAC address.
    pub(crate) fn mac(&self) -> Option<MacAddress> {
        self.mac
    }
}

/// Every address that a file may name: hosts', networks', boot servers', and those of reverse names.
pub(crate) fn known_addresses(published: &Published) -> BTreeSet<Ipv4Addr> {
    let mut known = BTreeSet::from([Ipv4Addr::UNSPECIFIED]);
    known.extend(published.address_records.iter().map(|found| found.address));
    known.extend(published.address_records.iter().map(|found| reversed(found.address)));
    for found in &published.reservations {
        known.insert(found.address);
        let server = found.boot.as_ref().and_then(|boot| boot.server.as_ref());
        known.extend(server.and_then(|server| match server {
            BootServer::Address(address) => Some(*address),
            BootServer::Name(_) => None,
        }));
    }
    for scope in &published.scopes {
        known.extend([scope.subnet.network(), scope.subnet.netmask()].into_iter().chain(scope.gateway));
        known.extend(scope.pool.iter().flat_map(|(start, end)| [*start, *end]));
    }
    for machine in &published.machines {
        known.extend(machine.name_servers.iter().flat_map(|server| Mentions::of(&server.to_string()).addresses));
        for found in &machine.interfaces {
            known.extend(found.addressing.fixed().map(|net| net.addr()).into_iter().chain(found.gateway));
            known.extend(found.routes.iter().flat_map(|route| Mentions::of(&route.to_string()).addresses));
        }
    }
    for found in published.nodes.iter().flat_map(|node| &node.interfaces) {
        known.extend(found.addressing.fixed().map(|net| net.addr()).into_iter().chain(found.gateway));
        known.extend(found.routes.iter().flat_map(|route| Mentions::of(&route.to_string()).addresses));
    }
    let endpoints = published.virtual_machines.iter().filter_map(|machine| machine.home.endpoint.as_ref());
    known.extend(endpoints.flat_map(|endpoint| Mentions::of(&endpoint.host()).addresses));
    known
}

fn reversed(address: Ipv4Addr) -> Ipv4Addr {
    let [a, b, c, d] = address.octets();
    Ipv4Addr::new(d, c, b, a)
}
