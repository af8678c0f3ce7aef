//! Diagrams as lists of boxes that people can read.

use std::collections::BTreeMap;

use super::diagram::{Diagrams, NodeId, intervals};
use super::interval_set::{Interval, IntervalSet};
use super::packet_set::{PacketBox, PacketSet};
use super::product::{FIELDS, Field, Product};
use super::space::Space;
use super::{Addresses, Ports, Protocols};

/// The sets of one box, in the order of fields; `None` is every value.
type Sets = [Option<IntervalSet>; FIELDS];

/// The boxes of a set of packets: disjoint, as few as joining pairs of them gives, in order.
///
/// `zones` is what lies between the two zones; a field of addresses that holds all of those is shown as every address.
pub(crate) fn packet_set(diagrams: &Diagrams, set: NodeId, zones: &Product) -> PacketSet {
    let mut found = Vec::new();
    collect(diagrams, set, 0, &mut Sets::default(), &mut found);
    for sets in &mut found {
        for field in [Field::Source, Field::Destination] {
            let slot = &mut sets[field as usize];
            if slot.as_ref() == zones.set(field) {
                *slot = None;
            }
        }
    }
    while join(&mut found) {}
    found.sort_unstable();
    PacketSet::new(found.into_iter().map(packet_box).collect())
}

/// The paths to *everything*, with the edges that lead to one node taken together.
fn collect(diagrams: &Diagrams, id: NodeId, level: usize, path: &mut Sets, found: &mut Vec<Sets>) {
    if id == NodeId::NOTHING {
        return;
    }
    let Some(field) = Field::ALL.get(level).copied() else {
        found.push(path.clone());
        return;
    };
    let Some(edges) = diagrams.edges(id, field) else {
        return collect(diagrams, id, level + 1, path, found);
    };
    let mut by_target: BTreeMap<NodeId, Vec<Interval>> = BTreeMap::new();
    for (interval, to) in intervals(edges) {
        by_target.entry(to).or_default().push(interval);
    }
    for (to, values) in by_target {
        path[level] = Some(values.into_iter().collect());
        collect(diagrams, to, level + 1, path, found);
    }
    path[level] = None;
}

/// Joins boxes that differ in one field only; whether any were joined.
fn join(boxes: &mut Vec<Sets>) -> bool {
    let before = boxes.len();
    for field in Field::ALL {
        let mut joined: BTreeMap<Sets, Option<Vec<Interval>>> = BTreeMap::new();
        for mut sets in std::mem::take(boxes) {
            let values = sets[field as usize].take();
            let slot = joined.entry(sets).or_insert_with(|| Some(Vec::new()));
            match (slot.as_mut(), values) {
                (Some(all), Some(values)) => all.extend_from_slice(values.intervals()),
                _ => *slot = None,
            }
        }
        boxes.extend(joined.into_iter().map(|(mut sets, values)| {
            sets[field as usize] = values.map(IntervalSet::from_iter).filter(|set| !is_all(field, set));
            sets
        }));
    }
    boxes.len() < before
}

fn is_all(field: Field, set: &IntervalSet) -> bool {
    set.intervals() == [Interval::new(0, field.last())]
}

fn packet_box(sets: Sets) -> PacketBox {
    let [protocols, destination_ports, destinations, sources, source_ports] = sets;
    PacketBox {
        protocols: protocols.map_or_else(Protocols::any, Protocols::of),
        sources: sources.map(Addresses::of),
        destinations: destinations.map(|places| Space::addresses(&places)),
        source_ports: source_ports.map_or_else(Ports::any, Ports::of),
        destination_ports: destination_ports.map_or_else(Ports::any, Ports::of),
    }
}
