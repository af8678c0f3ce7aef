//! Rules that decide about no packet.

use serde::Serialize;

use super::analysis::Analysis;
use super::clause::{Clause, ClauseMatch};
use super::diagram::{Diagrams, NodeId};
use super::product::{Field, Product};
use super::{Cause, Protocol, ZoneIndex};

/// A rule that decides about no packet, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IdleRule {
    /// Its index in the policy's list.
    pub rule: usize,
    /// Why.
    pub why: Idleness,
}

/// Why a rule decides about no packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Idleness {
    /// It names a port, and no protocol that has any.
    PortWithoutProtocol,
    /// No packet comes from where it says.
    NoSource,
    /// No packet goes to where it says.
    NoDestination,
    /// Other rules decide about all its packets first.
    Shadowed {
        /// The one that does so alone; `None` where it takes several.
        by: Option<Cause>,
    },
}

impl Analysis {
    /// Every rule that decides about no packet, in the order of the policy's list.
    pub fn idle_rules(&self) -> Vec<IdleRule> {
        let mut idle: Vec<IdleRule> = (0..self.clauses.len()).filter_map(|index| self.idle(index)).collect();
        idle.sort_unstable_by_key(|idle| idle.rule);
        idle
    }

    fn idle(&self, index: usize) -> Option<IdleRule> {
        let clause = &self.clauses[index];
        let Cause::Rule(rule) = clause.cause else { return None };
        if self.decides(index) {
            return None;
        }
        let why = if self.has_packets(index) {
            Idleness::Shadowed {
                by: self.clauses[..index].iter().find(|other| self.covers(other, clause)).map(|other| other.cause),
            }
        } else {
            self.why_nothing(&clause.matches)
        };
        Some(IdleRule { rule, why })
    }

    fn decides(&self, index: usize) -> bool {
        self.is_met(index, self.effective[index], |zone| {
            self.own_before(zone, index).iter().map(|run| run.matched).collect()
        })
    }

    fn has_packets(&self, index: usize) -> bool {
        self.is_met(index, self.matched[index], |_| Vec::new())
    }

    /// Whether there is a packet in a set that a clause is about and that some other sets do not hold.
    fn is_met(&self, index: usize, set: NodeId, unless: impl Fn(ZoneIndex) -> Vec<NodeId>) -> bool {
        if set == NodeId::NOTHING || self.clauses[index].matches.from.is_some() {
            return set != NodeId::NOTHING;
        }
        (0..self.space.zones.len()).any(|zone| {
            let within = Product::default().with(Field::Source, self.space.sources(zone));
            let mut scratch = Diagrams::new();
            let mut left = scratch.import(&self.diagrams, set, &within);
            for other in unless(zone) {
                let other = scratch.import(&self.diagrams, other, &within);
                left = scratch.difference(left, other);
            }
            left != NodeId::NOTHING
        })
    }

    fn covers(&self, earlier: &Clause, later: &Clause) -> bool {
        let (earlier, later) = (&earlier.matches, &later.matches);
        (earlier.from.is_none() || earlier.from == later.from)
            && earlier.destination_ports.set().covers(later.destination_ports.set())
            && earlier.source_ports.set().covers(later.source_ports.set())
            && earlier.product(&self.space).covers(&later.product(&self.space))
    }

    fn why_nothing(&self, matches: &ClauseMatch) -> Idleness {
        let product = matches.product(&self.space);
        let has_ports = Protocol::WITH_PORTS.iter().any(|protocol| matches.protocols.contains(*protocol));
        let names_ports = product.set(Field::DestinationPort).is_some() || product.set(Field::SourcePort).is_some();
        let is_empty = |field: Field| product.set(field).is_some_and(|set| set.intervals().is_empty());
        if names_ports && !has_ports {
            Idleness::PortWithoutProtocol
        } else if is_empty(Field::Destination) {
            Idleness::NoDestination
        } else {
            Idleness::NoSource
        }
    }
}
