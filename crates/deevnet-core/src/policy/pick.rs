//! One packet out of many, such as a person would have taken.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::diagram::{Diagrams, NodeId, intervals};
use super::field::sealed::Coded;
use super::interval_set::{Interval, IntervalSet};
use super::product::{FIELDS, Field};
use super::space::Space;
use super::{Packet, Protocol, ZoneIndex};

/// Protocols that a reader knows best, first.
const PROTOCOLS: &[u64] = &[6, 17, 1];
/// Ports of services that a reader knows, first.
const SERVICES: &[u64] = &[22, 443, 80, 53];
/// The first ephemeral port (RFC 6335, section 6).
const EPHEMERAL: &[u64] = &[49_152];
/// An address for documentation (RFC 5737), to stand for the internet.
const SOMEWHERE: u64 = 0xcb00_710a;
/// The host number that examples use.
const HOST: u64 = 10;
/// How many host numbers a /24 has.
const HOSTS: u64 = 256;

/// A packet of a set between two zones; `None` where the set has none.
pub(crate) fn packet(
    space: &Space,
    diagrams: &Diagrams,
    set: NodeId,
    (ingress, egress): (ZoneIndex, ZoneIndex),
) -> Option<Packet> {
    let mut id = set;
    let mut values = [0; FIELDS];
    for field in Field::ALL {
        if id == NodeId::NOTHING {
            return None;
        }
        let choices: IntervalSet = match diagrams.edges(id, field) {
            None => IntervalSet::of(Interval::new(0, field.last())),
            Some(edges) => {
                intervals(edges).filter(|(_, to)| *to != NodeId::NOTHING).map(|(interval, _)| interval).collect()
            }
        };
        let value = choose(space, field, &choices, egress)?;
        values[field as usize] = value;
        if let Some(edges) = diagrams.edges(id, field) {
            id = edges.get(edges.partition_point(|edge| edge.last < value))?.to;
        }
    }
    let [protocol, destination_port, destination, source, source_port] = values;
    let protocol = Protocol::of_number(protocol);
    let port = |number: u64| protocol.has_ports().then(|| u16::of_number(number));
    Some(Packet {
        ingress: Arc::clone(&space.zones[ingress].name),
        egress: Arc::clone(&space.zones[egress].name),
        protocol,
        source: Ipv4Addr::of_number(source),
        destination: Ipv4Addr::of_number(destination & u64::from(u32::MAX)),
        source_port: port(source_port),
        destination_port: port(destination_port),
    })
}

fn choose(space: &Space, field: Field, choices: &IntervalSet, egress: ZoneIndex) -> Option<u64> {
    let preferred = |list: &[u64]| list.iter().copied().find(|value| choices.contains(*value));
    match field {
        Field::Protocol => preferred(PROTOCOLS).or_else(|| choices.first()),
        Field::DestinationPort => preferred(SERVICES).or_else(|| choices.first()),
        Field::SourcePort => preferred(EPHEMERAL).or_else(|| choices.first()),
        Field::Source => host(&space.block_places(None), choices),
        Field::Destination => host(&space.block_places(Some(egress)), choices),
    }
}

/// An address that a host would have: in the substrate's block if there is one, and not the first or last of a net.
fn host(block: &IntervalSet, choices: &IntervalSet) -> Option<u64> {
    let near = choices.intersection(block);
    let intervals = if near.is_empty() { choices.intervals() } else { near.intervals() };
    let somewhere = |interval: &Interval| {
        let address = (interval.first & !u64::from(u32::MAX)) | SOMEWHERE;
        (interval.first..=interval.last).contains(&address).then_some(address)
    };
    let numbered = |interval: &Interval| {
        let next = interval.first.checked_add((HOST + HOSTS - interval.first % HOSTS) % HOSTS)?;
        (next <= interval.last).then_some(next)
    };
    let usable = |interval: &Interval| {
        let is_usable = |address: &u64| !matches!(address % HOSTS, 0 | 1 | 255);
        (interval.first..=interval.last.min(interval.first.saturating_add(HOSTS))).find(is_usable)
    };
    let find = |choice: &dyn Fn(&Interval) -> Option<u64>| intervals.iter().find_map(choice);
    find(&somewhere).or_else(|| find(&numbered)).or_else(|| find(&usable)).or_else(|| choices.first())
}
