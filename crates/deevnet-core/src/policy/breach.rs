//! Packets that get through although they must not, and the proofs that there are none.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::analysis::Analysis;
use super::diagram::{Diagrams, NodeId};
use super::interval_set::IntervalSet;
use super::pick;
use super::product::{Field, Product};
use super::sequence::Run;
use super::standard::Claim;
use super::{Cause, Outcome, Proof, Witness, ZoneIndex};
use crate::model::Action;
use crate::source::Span;

/// A rule, or the default, that lets through what must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Breach {
    /// Why it must not be.
    pub reason: Arc<str>,
    /// The declaration that says so, by its index in `firewall_never`; `None` for the segmentation standard.
    pub never: Option<usize>,
    /// One packet that gets through.
    pub witness: Witness,
    claim: usize,
}

/// The packets that one clause, or the default, lets through: those of a set that are in none of some others.
struct Decided {
    cause: Cause,
    span: Span,
    /// The set; `None` is every packet.
    set: Option<NodeId>,
    unless: Vec<NodeId>,
}

impl Analysis {
    /// Every rule that lets through what must not be, and the default: for each the first breach of every claim.
    ///
    /// What an earlier rule blocks is no breach of a later one. What an earlier rule passes is: each of the two would let
    /// it through alone, and both have to go.
    pub fn breaches(&self) -> Vec<Breach> {
        let passing = self.clauses.iter().enumerate().filter(|(_, clause)| clause.action == Action::Pass);
        let mut breaches: Vec<Breach> = passing.flat_map(|(index, _)| self.breaches_of_clause(index)).collect();
        if self.default.0 == Action::Pass {
            breaches.extend((0..self.claims.len()).filter_map(|claim| self.breach_of_default(claim)));
        }
        breaches
    }

    /// Everything that is stated about the policy, each statement proven or refuted: the standard's first, then what is
    /// declared in `firewall_never`.
    ///
    /// Statements about zones that do not exist are left out.
    pub fn proofs(&self) -> Vec<Proof> {
        let breaches = self.breaches();
        let proof = |(index, claim): (usize, &Claim)| {
            let refuted = breaches.iter().find(|breach| breach.claim == index);
            let outcome = match refuted {
                Some(breach) => Outcome::Refuted(Box::new(breach.witness.clone())),
                None => self.unless_left_out(index, claim),
            };
            Proof { statement: claim.statement.clone(), reason: Arc::clone(&claim.reason), outcome }
        };
        self.claims.iter().enumerate().map(proof).collect()
    }

    fn unless_left_out(&self, number: usize, claim: &Claim) -> Outcome {
        let may_upset =
            |from: Option<ZoneIndex>| from.is_none_or(|zone| claim.is_from(zone) || self.carries(zone, claim));
        let unread = self.left_out.iter().filter(|rule| may_upset(rule.from)).map(|rule| rule.rule);
        let ipv6 = self.ipv6_breaches().into_iter().filter(|breach| breach.claim == number).map(|breach| breach.rule);
        let rules: Vec<usize> = unread.chain(ipv6).collect::<BTreeSet<usize>>().into_iter().collect();
        if rules.is_empty() { Outcome::Holds } else { Outcome::Open(rules) }
    }

    /// Whether packets of an overlay that a claim speaks of come in from a zone.
    fn carries(&self, zone: ZoneIndex, claim: &Claim) -> bool {
        self.space
            .overlays()
            .any(|tenant| claim.is_from(tenant) && self.entries(tenant).iter().any(|(entry, _)| *entry == zone))
    }

    fn breaches_of_clause(&self, index: usize) -> Vec<Breach> {
        let (clause, set) = (&self.clauses[index], self.unblocked[index]);
        if set == NodeId::NOTHING {
            return Vec::new();
        }
        let places = self.diagrams.values(set, Field::Destination);
        let mut decided = Decided { cause: clause.cause, span: clause.span, set: Some(set), unless: Vec::new() };
        let mut breaches = Vec::new();
        for (number, claim) in self.claims.iter().enumerate() {
            if !claim.may_protect(&places) {
                continue;
            }
            let found = match clause.matches.from {
                Some(zone) => self.breach_from(claim, zone, &places, &decided),
                None => self.space.in_order_of_names().find_map(|zone| {
                    decided.unless = self.own_before(zone, index).iter().map(|run| run.blocked).collect();
                    self.breach_from(claim, zone, &places, &decided)
                }),
            };
            decided.unless.clear();
            breaches.extend(found.map(|witness| claim.breached(number, witness)));
        }
        breaches
    }

    /// A zone's own rules before a clause.
    pub(super) fn own_before(&self, zone: ZoneIndex, index: usize) -> Vec<Run> {
        let Some(row) = self.rows.get(&zone) else { return Vec::new() };
        let end = row.clauses.partition_point(|own| *own < index);
        row.own.stretches(0, end)
    }

    fn breach_of_default(&self, number: usize) -> Option<Breach> {
        let claim = &self.claims[number];
        let existing = self.space.existing();
        let witness = self.space.in_order_of_names().find_map(|zone| {
            let unless = vec![self.run_of(zone).matched];
            let decided = Decided { cause: Cause::Default, span: self.default.1, set: None, unless };
            self.breach_from(claim, zone, existing, &decided)
        });
        witness.map(|witness| claim.breached(number, witness))
    }

    /// A packet that enters from a zone, that a clause lets through and that a claim forbids.
    fn breach_from(&self, claim: &Claim, entry: ZoneIndex, places: &IntervalSet, decided: &Decided) -> Option<Witness> {
        let overlays = self.space.overlays().filter(|tenant| *tenant != entry);
        let tenants = overlays.filter(|tenant| claim.is_from(*tenant)).filter_map(|tenant| {
            let overlay = self.space.overlay(tenant)?;
            Some((tenant, self.space.named_sources(entry).intersection(overlay)))
        });
        let itself = claim.is_from(entry).then(|| (entry, self.space.sources(entry)));
        itself.into_iter().chain(tenants).find_map(|(from, sources)| {
            let protected = claim.protected(&self.space, from, places);
            if protected.is_empty() || sources.is_empty() {
                return None;
            }
            let to = self.space.first_at(&protected, |zone| claim.is_between(from, zone))?;
            let reached = protected.intersection(self.space.places(to));
            let within = claim.within().clone().with(Field::Source, sources.clone());
            self.witness(decided, (from, entry, to), &within.clone().with(Field::Destination, reached)).or_else(|| {
                // Not to the first zone by name; perhaps to another.
                let others = self.space.zones_at(&protected);
                others.into_iter().filter(|zone| *zone != to && claim.is_between(from, *zone)).find_map(|to| {
                    let reached = protected.intersection(self.space.places(to));
                    self.witness(decided, (from, entry, to), &within.clone().with(Field::Destination, reached))
                })
            })
        })
    }

    fn witness(
        &self,
        decided: &Decided,
        (from, entry, to): (ZoneIndex, ZoneIndex, ZoneIndex),
        within: &Product,
    ) -> Option<Witness> {
        let mut scratch = Diagrams::new();
        let mut set = match decided.set {
            Some(set) => scratch.import(&self.diagrams, set, within),
            None => scratch.product(within),
        };
        for matched in &decided.unless {
            let matched = scratch.import(&self.diagrams, *matched, within);
            set = scratch.difference(set, matched);
        }
        let packet = pick::packet(&self.space, &scratch, set, (entry, to))?;
        let name = |zone: ZoneIndex| Arc::clone(&self.space.zones[zone].name);
        let is_declared = |zone: ZoneIndex| self.space.zones[zone].addresses.is_some();
        Some(Witness {
            from: name(from),
            to: name(to),
            packet,
            is_source_declared: is_declared(from),
            is_destination_declared: is_declared(to),
            cause: decided.cause,
            span: decided.span,
        })
    }
}

impl Claim {
    fn breached(&self, number: usize, witness: Witness) -> Breach {
        Breach { reason: Arc::clone(&self.reason), never: self.never, witness, claim: number }
    }
}
