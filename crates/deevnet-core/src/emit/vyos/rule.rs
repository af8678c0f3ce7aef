//! One rule of a VyOS rule set.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::quoted;
use crate::model::Action;
use crate::policy::{Addresses, FilterLine, Ports, Protocol};

/// What a rule asks of an address: one address, net or range, or membership in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AddressMatch {
    Address(String),
    Group(String),
}

/// What a rule asks of one end of a packet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct End {
    addresses: Option<AddressMatch>,
    ports: Option<String>,
}

/// One rule: the packets that it matches and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) action: Action,
    protocol: Option<String>,
    source: End,
    destination: End,
    description: String,
}

/// What of a line no rule of VyOS can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(super) enum Unsayable {
    #[error("VyOS asks for ports of TCP and UDP only, not of {0}")]
    PortsOf(Protocol),
    #[error("VyOS knows no port 0")]
    PortZero,
}

/// The groups of addresses that rules name, each once.
#[derive(Debug, Default)]
pub(super) struct Groups {
    outside: Vec<String>,
    names: BTreeMap<Vec<String>, String>,
}

impl Groups {
    /// No groups yet; the addresses outside the substrate go by their own name.
    pub(super) fn new(outside: &Addresses) -> Self {
        Self { outside: elements(outside), names: BTreeMap::new() }
    }

    /// The match of a set of addresses; `None` where it is every one.
    pub(super) fn matching(&mut self, addresses: &Addresses) -> Option<AddressMatch> {
        if addresses.is_any() {
            return None;
        }
        if let Some(only) = single(addresses) {
            return Some(AddressMatch::Address(only));
        }
        let elements = elements(addresses);
        let name =
            if elements == self.outside { "outside".to_owned() } else { format!("set-{}", self.names.len() + 1) };
        Some(AddressMatch::Group(self.names.entry(elements).or_insert(name).clone()))
    }

    /// Writes the groups, by name.
    pub(super) fn write(&self, text: &mut String) -> fmt::Result {
        let by_name: BTreeMap<&String, &Vec<String>> = self.names.iter().map(|(found, name)| (name, found)).collect();
        for (name, elements) in by_name {
            for element in elements {
                writeln!(text, "set firewall group address-group {name} address '{element}'")?;
            }
        }
        Ok(())
    }
}

/// The members of a group: single addresses and ranges, which are all that an address group takes.
fn elements(addresses: &Addresses) -> Vec<String> {
    let ranges = addresses.ranges();
    ranges.map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") }).collect()
}

/// The one address, net or range that a set is.
fn single(addresses: &Addresses) -> Option<String> {
    let mut ranges = addresses.ranges();
    match (ranges.next(), ranges.next()) {
        (Some((first, last)), None) => Some(address(first, last)),
        _ => None,
    }
}

fn address(first: Ipv4Addr, last: Ipv4Addr) -> String {
    if first == last {
        return first.to_string();
    }
    let mut nets = ipnet::Ipv4Subnets::new(first, last, 0);
    match (nets.next(), nets.next()) {
        (Some(net), None) => Ipv4Net::to_string(&net),
        _ => format!("{first}-{last}"),
    }
}

impl Rule {
    /// The rules of a line whose packets have certain sources, one a protocol where VyOS has no word for several; and
    /// what of the line none can say.
    pub(super) fn of(
        line: &FilterLine,
        sources: Option<&Addresses>,
        description: &str,
        groups: &mut Groups,
    ) -> (Vec<Self>, Vec<Unsayable>) {
        let mut unsayable = Vec::new();
        let mut end = |addresses: Option<&Addresses>, ports: &Ports| {
            let addresses = addresses.and_then(|addresses| groups.matching(addresses));
            End { addresses, ports: port_list(ports, &mut unsayable) }
        };
        let source = end(sources, &line.source_ports);
        let destination = end(line.destinations.as_ref(), &line.destination_ports);
        let is_impossible = [&source, &destination].iter().any(|end| end.ports.as_deref() == Some(""));
        let protocols = if is_impossible { Vec::new() } else { protocols(line, &mut unsayable) };
        let rule = |protocol| Self {
            action: line.action,
            protocol,
            source: source.clone(),
            destination: destination.clone(),
            description: description.to_owned(),
        };
        (protocols.into_iter().map(rule).collect(), unsayable)
    }

    /// Writes the rule below a path such as `set firewall ipv4 name guest-to-iot rule 10`.
    pub(super) fn write(&self, text: &mut String, path: &str) -> fmt::Result {
        writeln!(text, "{path} action '{}'", verdict(self.action))?;
        writeln!(text, "{path} description {}", quoted::description(&self.description))?;
        if let Some(protocol) = &self.protocol {
            writeln!(text, "{path} protocol '{protocol}'")?;
        }
        for (side, end) in [("source", &self.source), ("destination", &self.destination)] {
            match &end.addresses {
                Some(AddressMatch::Address(address)) => writeln!(text, "{path} {side} address '{address}'")?,
                Some(AddressMatch::Group(group)) => writeln!(text, "{path} {side} group address-group '{group}'")?,
                None => {}
            }
            if let Some(ports) = &end.ports {
                writeln!(text, "{path} {side} port '{ports}'")?;
            }
        }
        Ok(())
    }
}

/// Ports as a list; `None` where all will do, and empty where none is left.
fn port_list(ports: &Ports, unsayable: &mut Vec<Unsayable>) -> Option<String> {
    if ports.is_any() {
        return None;
    }
    if ports.contains(0) {
        unsayable.push(Unsayable::PortZero);
    }
    let ranges = ports.ranges().map(|(first, last)| (first.max(1), last)).filter(|(first, last)| first <= last);
    let elements =
        ranges.map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
    Some(elements.collect::<Vec<_>>().join(","))
}

/// The protocols of a line, one a rule, `None` where every one will do.
fn protocols(line: &FilterLine, unsayable: &mut Vec<Unsayable>) -> Vec<Option<String>> {
    if !line.has_ports() && line.protocols.is_any() {
        return vec![None];
    }
    let has_both = [Protocol::TCP, Protocol::UDP].into_iter().all(|protocol| line.protocols.contains(protocol));
    let mut words = Vec::new();
    for (first, last) in line.protocols.ranges() {
        for protocol in (first.number()..=last.number()).map(Protocol::new) {
            match protocol {
                Protocol::TCP if has_both => words.push(Some("tcp_udp".to_owned())),
                Protocol::UDP if has_both => {}
                Protocol::TCP | Protocol::UDP => words.push(Some(protocol.to_string())),
                _ if line.has_ports() && protocol.has_ports() => unsayable.push(Unsayable::PortsOf(protocol)),
                _ if line.has_ports() => {}
                Protocol::ICMP => words.push(Some(protocol.to_string())),
                _ => words.push(Some(protocol.number().to_string())),
            }
        }
    }
    words
}

/// What VyOS calls an action.
pub(super) fn verdict(action: Action) -> &'static str {
    match action {
        Action::Pass => "accept",
        Action::Block => "drop",
    }
}
