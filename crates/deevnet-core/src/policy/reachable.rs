//! Which packets one zone may send to another, and all pairs of zones at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::analysis::Analysis;
use super::boxes;
use super::diagram::{Diagrams, NodeId};
use super::interval_set::IntervalSet;
use super::product::{Field, Product};
use super::zone::UnknownZoneError;
use super::{Reach, Zone, ZoneIndex};

impl Analysis {
    /// Exactly which packets one zone or tenant may send to another.
    ///
    /// # Errors
    ///
    /// A name is no zone's and no tenant's.
    pub fn reachable(&self, from: &str, to: &str) -> Result<Reach, UnknownZoneError> {
        Ok(self.reach(self.space.zone(from)?, self.space.zone(to)?))
    }

    pub(super) fn reach(&self, from: ZoneIndex, to: ZoneIndex) -> Reach {
        let mut scratch = Diagrams::new();
        let places = self.space.places(to);
        let (mut permitted, mut sources) = (NodeId::NOTHING, IntervalSet::default());
        for (entry, found) in self.entries(from) {
            let within = between(&found, places);
            let part = self.permitted(&mut scratch, self.run_of(entry), &within);
            permitted = scratch.union(permitted, part);
            sources = sources.union(&found);
        }
        judge(&mut scratch, permitted, &between(&self.space.honest_sources(from), places), &between(&sources, places))
    }

    /// What any zone without a rule of its own may send to another, by the rules from `any` that name no sources.
    fn common_reach(&self, to: ZoneIndex) -> Reach {
        let mut scratch = Diagrams::new();
        let within = Product::default().with(Field::Destination, self.space.places(to).clone());
        let permitted = self.permitted(&mut scratch, self.sourceless, &within);
        judge(&mut scratch, permitted, &within, &within)
    }

    /// What every zone and tenant may send to every other.
    pub fn matrix(&self) -> Matrix {
        let zones = 0..self.space.zones.len();
        let common: BTreeMap<ZoneIndex, Reach> =
            zones.clone().map(|to| (to, self.common_reach(to))).filter(|(_, reach)| reach.is_some()).collect();
        let told_apart = self.told_apart(&self.from_any);
        let own = zones.map(|from| (from, self.own_cells(from, &told_apart)));
        let own = own.filter(|(_, cells)| !cells.is_empty()).collect();
        Matrix { zones: self.space.zones.clone(), common, own }
    }

    /// What a zone may send to those zones about which its own rules, or its own addresses, say anything.
    ///
    /// `told_apart` are the zones that rules from any zone tell apart from others.
    fn own_cells(&self, from: ZoneIndex, told_apart: &BTreeSet<ZoneIndex>) -> BTreeMap<ZoneIndex, Reach> {
        let clauses = self.own_clauses(from);
        let mut zones = self.zones_of(&clauses);
        if self.space.honest_sources(from).is_empty() {
            zones = (0..self.space.zones.len()).collect();
        }
        let own = self.told_apart(&clauses);
        let mut alike: Option<Reach> = None;
        let mut cell = |to: ZoneIndex| {
            if own.contains(&to) || told_apart.contains(&to) || self.space.places(to).is_empty() {
                return self.reach(from, to);
            }
            alike.get_or_insert_with(|| self.reach(from, to)).clone()
        };
        zones.into_iter().map(|to| (to, cell(to))).collect()
    }

    /// The clauses that are about a zone and not about every other one alike: its own, and those that name its sources.
    fn own_clauses(&self, from: ZoneIndex) -> Vec<usize> {
        let mut clauses = Vec::new();
        for (entry, sources) in self.entries(from) {
            clauses.extend(self.rows.get(&entry).map_or(&[][..], |row| &row.clauses));
            clauses.extend(self.from_any.iter().filter(|index| {
                let named = &self.clauses[**index].matches.sources;
                named.as_ref().is_some_and(|named| named.set().intersects(&sources))
            }));
        }
        clauses
    }

    /// The zones that some clauses reach.
    fn zones_of<'i>(&self, clauses: impl IntoIterator<Item = &'i usize>) -> BTreeSet<ZoneIndex> {
        let places = clauses.into_iter().flat_map(|index| {
            let places = self.diagrams.values(self.matched[*index], Field::Destination);
            places.intervals().to_vec()
        });
        self.space.zones_at(&places.collect())
    }

    /// The zones that some clauses tell apart from others, by naming them or a net.
    fn told_apart(&self, clauses: &[usize]) -> BTreeSet<ZoneIndex> {
        let names_destination = |index: &&usize| {
            let matches = &self.clauses[**index].matches;
            matches.to.is_some() || matches.destinations.is_some()
        };
        self.zones_of(clauses.iter().filter(names_destination))
    }
}

fn between(sources: &IntervalSet, places: &IntervalSet) -> Product {
    Product::default().with(Field::Source, sources.clone()).with(Field::Destination, places.clone())
}

/// All, none or exactly which packets: all where every honest packet between the zones passes.
fn judge(scratch: &mut Diagrams, permitted: NodeId, honest: &Product, within: &Product) -> Reach {
    if permitted == NodeId::NOTHING {
        return Reach::None;
    }
    let reached = scratch.values(permitted, Field::Destination);
    if honest.set(Field::Destination).is_none_or(|places| reached.covers(places)) {
        let every = scratch.product(honest);
        if every != NodeId::NOTHING && scratch.difference(every, permitted) == NodeId::NOTHING {
            return Reach::All;
        }
    }
    Reach::Some(boxes::packet_set(scratch, permitted, within))
}

/// What every zone may send to every other.
///
/// Only pairs that a rule speaks of are kept: `common` is what every zone reaches that has no rule of its own, and a zone's
/// own cells are where it differs from that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    zones: Vec<Zone>,
    common: BTreeMap<ZoneIndex, Reach>,
    own: BTreeMap<ZoneIndex, BTreeMap<ZoneIndex, Reach>>,
}

impl Matrix {
    /// The zones, in the order of rows and columns.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// What the zone of one index may send to that of another.
    pub fn reach(&self, from: ZoneIndex, to: ZoneIndex) -> &Reach {
        let own = self.own.get(&from).and_then(|cells| cells.get(&to));
        own.or_else(|| self.common.get(&to)).unwrap_or(&Reach::None)
    }

    /// Every pair between which any packet gets through, in order of rows and columns.
    pub fn flows(&self) -> impl Iterator<Item = (ZoneIndex, ZoneIndex, &Reach)> + '_ {
        (0..self.zones.len()).flat_map(move |from| {
            let own = self.own.get(&from);
            let mut cells: BTreeMap<ZoneIndex, &Reach> = self.common.iter().map(|(to, reach)| (*to, reach)).collect();
            cells.extend(own.into_iter().flatten().map(|(to, reach)| (*to, reach)));
            cells.into_iter().filter(|(_, reach)| reach.is_some()).map(move |(to, reach)| (from, to, reach))
        })
    }
}
