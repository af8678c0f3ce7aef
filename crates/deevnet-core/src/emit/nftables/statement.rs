//! One line of a chain.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::interfaces::Interfaces;
use crate::model::Action;
use crate::policy::{Addresses, FilterLine, Ports, Protocol, ZoneIndex};

/// The longest comment that the kernel keeps with a rule, in bytes (`NFTNL_UDATA_COMMENT_MAXLEN` less its end).
const LONGEST_COMMENT: usize = 127;

/// The named set of all addresses outside the substrate.
pub(super) const OUTSIDE: &str = "outside";

/// The statement of a line in a chain that packets leave through some interface, or that ends in the router itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statements<'a> {
    pub(super) interfaces: &'a Interfaces,
    /// The router itself, where the chain is that of packets to it.
    pub(super) arrives_at: Option<ZoneIndex>,
    /// What the set of outside addresses holds.
    pub(super) outside: &'a Addresses,
}

impl Statements<'_> {
    /// The statement of a line; `None` where no packet of this chain can match it.
    pub(super) fn write(&self, line: &FilterLine, comment: &str) -> Option<String> {
        let mut parts = Vec::new();
        let mut sources = line.sources.clone();
        if let Some(zone) = line.ingress {
            let interface = self.interfaces.get(zone)?;
            parts.push(format!("iifname ${}", interface.variable));
            sources = both(sources, interface.sources.as_ref());
        }
        if sources.as_ref().is_some_and(Addresses::is_empty) {
            return None;
        }
        parts.extend(self.egress(line)?);
        parts.extend(sources.as_ref().and_then(|sources| self.addresses("saddr", sources)));
        parts.extend(line.destinations.as_ref().and_then(|destinations| self.addresses("daddr", destinations)));
        parts.extend(transport(line)?);
        parts.push(verdict(line.action).to_owned());
        parts.push(format!("comment \"{}\"", safe_comment(comment)));
        Some(parts.join(" "))
    }

    /// The way out, nothing where every way will do; `None` where there is none.
    fn egress(&self, line: &FilterLine) -> Option<Vec<String>> {
        let Some(zones) = &line.egress else { return Some(Vec::new()) };
        if let Some(router) = self.arrives_at {
            return zones.contains(&router).then(Vec::new);
        }
        let names: BTreeSet<String> = zones
            .iter()
            .filter_map(|zone| self.interfaces.get(*zone))
            .map(|interface| format!("${}", interface.variable))
            .collect();
        (!names.is_empty()).then(|| vec![format!("oifname {}", one_or_set(names.into_iter().collect()))])
    }

    fn addresses(&self, field: &str, addresses: &Addresses) -> Option<String> {
        if addresses.is_any() {
            return None;
        }
        if addresses == self.outside {
            return Some(format!("ip {field} @{OUTSIDE}"));
        }
        Some(format!("ip {field} {}", one_or_set(elements(addresses))))
    }
}

/// What is in both of two sets of addresses, of which `None` is every one.
fn both(one: Option<Addresses>, other: Option<&Addresses>) -> Option<Addresses> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.intersection(other)),
        (one, other) => one.or_else(|| other.cloned()),
    }
}

/// The addresses as elements of a set: nets where they are nets, ranges otherwise.
pub(super) fn elements(addresses: &Addresses) -> Vec<String> {
    addresses.ranges().map(|(first, last)| element(first, last)).collect()
}

fn element(first: Ipv4Addr, last: Ipv4Addr) -> String {
    if first == last {
        return first.to_string();
    }
    let mut nets = ipnet::Ipv4Subnets::new(first, last, 0);
    match (nets.next(), nets.next()) {
        (Some(net), None) => Ipv4Net::to_string(&net),
        _ => format!("{first}-{last}"),
    }
}

/// Protocol and ports, nothing where all will do; `None` where no packet has both.
fn transport(line: &FilterLine) -> Option<Vec<String>> {
    if !line.has_ports() {
        let all = line.protocols.ranges().flat_map(|(first, last)| first.number()..=last.number());
        let any = line.protocols.is_any();
        return Some(if any { Vec::new() } else { vec![protocol_match(all.map(Protocol::new).collect())] });
    }
    let with_ports: Vec<Protocol> =
        Protocol::WITH_PORTS.into_iter().filter(|protocol| line.protocols.contains(*protocol)).collect();
    let (protocols, header) = match with_ports.as_slice() {
        [] => return None,
        [only @ (Protocol::TCP | Protocol::UDP)] => (None, only.to_string()),
        _ => (Some(protocol_match(with_ports)), "th".to_owned()),
    };
    let ports = [ports(&header, "sport", &line.source_ports), ports(&header, "dport", &line.destination_ports)];
    Some(protocols.into_iter().chain(ports.into_iter().flatten()).collect())
}

fn protocol_match(protocols: Vec<Protocol>) -> String {
    format!("meta l4proto {}", one_or_set(protocols.into_iter().map(protocol_name).collect()))
}

/// A protocol as nftables names it: by number where names differ between programs.
fn protocol_name(protocol: Protocol) -> String {
    match protocol {
        Protocol::TCP | Protocol::UDP | Protocol::ICMP => protocol.to_string(),
        _ => protocol.number().to_string(),
    }
}

/// A match of ports, in the header of one protocol or of any (`th`).
fn ports(header: &str, field: &str, ports: &Ports) -> Option<String> {
    let ranges = ports.ranges();
    let elements =
        ranges.map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
    (!ports.is_any()).then(|| format!("{header} {field} {}", one_or_set(elements.collect())))
}

pub(super) fn one_or_set(mut elements: Vec<String>) -> String {
    match (elements.pop(), elements.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            elements.extend(last);
            format!("{{ {} }}", elements.join(", "))
        }
    }
}

pub(super) fn verdict(action: Action) -> &'static str {
    match action {
        Action::Pass => "accept",
        Action::Block => "drop",
    }
}

/// A comment that nftables takes: printable ASCII without quotes and backslashes, no longer than the kernel keeps.
fn safe_comment(text: &str) -> String {
    let is_safe = |found: char| (found.is_ascii_graphic() || found == ' ') && found != '"' && found != '\\';
    text.chars().map(|found| if is_safe(found) { found } else { ' ' }).take(LONGEST_COMMENT).collect()
}
