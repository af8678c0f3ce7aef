//! A policy, resolved and put together.

use std::collections::BTreeMap;

use super::clause::{self, Clause, LeftOut};
use super::diagram::{Diagrams, NodeId};
use super::interval_set::IntervalSet;
use super::ipv6::Ipv6Rule;
use super::product::{Field, Product};
use super::sequence::{Run, Sequence};
use super::space::Space;
use super::standard::Claim;
use super::zone::{UnknownZoneError, Zone, ZoneKind};
use super::{Addresses, Cause, Packet, Verdict, ZoneIndex};
use crate::model::{Action, Host, Matching, Policy, Substrate};
use crate::source::Span;

/// The rules that are from one zone by name.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Their indices among the clauses, ascending.
    pub(super) clauses: Vec<usize>,
    /// They alone, one after the other.
    pub(super) own: Sequence,
    /// They and the rules from any zone, in order.
    pub(super) run: Run,
}

/// What a substrate's policy permits, exactly.
///
/// A packet is the zone it enters from, its protocol, addresses and ports. The rules decide about it in the order of
/// [`clauses`](Self::clauses): the declared ones, where [`Matching::Any`] puts every block before every pass, then the
/// internet zones, then the default action. Rules from `any` are put together once, for all zones that have no rule of
/// their own; nothing grows with the number of pairs of zones.
///
/// Packets between two hosts of one segment never meet the firewall, so what a zone may send to itself speaks of its
/// gateway and of what is routed back. Answers belong to the flow that a packet opened.
///
/// Overlays of tenants come in from the zone `tenant_transit` where there is one, and from any zone whose rules name
/// their addresses as sources; what a tenant reaches is told by its addresses, whichever zone they come in from.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub(super) space: Space,
    pub(super) clauses: Vec<Clause>,
    pub(super) default: (Action, Span),
    matching: Matching,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) ipv6: Vec<Ipv6Rule>,
    pub(super) claims: Vec<Claim>,
    pub(super) diagrams: Diagrams,
    /// What each clause matches.
    pub(super) matched: Vec<NodeId>,
    /// What of that no earlier clause of its zone or of any zone matches.
    pub(super) effective: Vec<NodeId>,
    /// What of that no earlier clause of its zone or of any zone blocks.
    pub(super) unblocked: Vec<NodeId>,
    /// The clauses from any zone, ascending.
    pub(super) from_any: Vec<usize>,
    pub(super) common: Run,
    /// The clauses from any zone that name no sources.
    pub(super) sourceless: Run,
    pub(super) rows: BTreeMap<ZoneIndex, Row>,
}

impl Analysis {
    /// Puts a substrate's policy together.
    ///
    /// ```
    /// use deevnet_core::model::Substrate;
    /// use deevnet_core::policy::{Analysis, Reach};
    ///
    /// let analysis = Analysis::of(&Substrate::default());
    /// assert_eq!(analysis.reachable("internet", "self")?, Reach::None);
    /// # Ok::<(), deevnet_core::policy::UnknownZoneError>(())
    /// ```
    pub fn of(substrate: &Substrate) -> Self {
        Self::with(substrate, &substrate.policy)
    }

    /// Puts together the rules that one host's own firewall has, with the default to deny.
    ///
    /// Zones that the host declares for itself have no known addresses, unless a segment has the same name.
    pub fn of_host(substrate: &Substrate, host: &Host) -> Self {
        let Policy { matching, never, .. } = &substrate.policy;
        let policy =
            Policy { rules: host.zone_rules.clone(), matching: *matching, never: never.clone(), ..Policy::default() };
        Self::with(substrate, &policy)
    }

    fn with(substrate: &Substrate, policy: &Policy) -> Self {
        let space = Space::of(substrate, policy);
        let (mut clauses, left_out) = clause::read(&space, policy);
        if policy.matching() == Matching::Any {
            clauses.sort_by_key(|clause| clause.action == Action::Pass);
        }
        let (ipv6, claims) = (Ipv6Rule::all(&space, policy), Claim::all(&space, policy));
        let default = (policy.default_action(), policy.default_action.map_or(Span::NONE, |action| action.span));
        let mut diagrams = Diagrams::new();
        let matched: Vec<NodeId> =
            clauses.iter().map(|clause| diagrams.product(&clause.matches.product(&space))).collect();
        let mut analysis = Self {
            space,
            clauses,
            default,
            matching: policy.matching(),
            left_out,
            ipv6,
            claims,
            diagrams,
            effective: matched.clone(),
            unblocked: matched.clone(),
            matched,
            from_any: Vec::new(),
            common: Run::EMPTY,
            sourceless: Run::EMPTY,
            rows: BTreeMap::new(),
        };
        analysis.put_together();
        analysis
    }

    /// The zones: segments by name, then tenants without one, the internet, the firewall and names that are none.
    pub fn zones(&self) -> &[Zone] {
        &self.space.zones
    }

    /// The zone of a name: a segment's, a tenant's, `internet`, `wan` or `self`.
    ///
    /// # Errors
    ///
    /// The name is no zone's.
    pub fn zone(&self, name: &str) -> Result<&Zone, UnknownZoneError> {
        Ok(&self.space.zones[self.space.zone(name)?])
    }

    /// The rules and internet zones in the order in which they decide, each resolved to what it matches.
    ///
    /// Rules that could not be read, and those about IPv6 alone, are not among them.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The addresses that are outside the substrate: neither in its block nor in any zone.
    pub fn outside(&self) -> Addresses {
        Addresses::of(self.space.outside().clone())
    }

    /// What happens to packets that no clause matches.
    pub fn default_action(&self) -> Action {
        self.default.0
    }

    /// How the deciding rule is chosen among those that match.
    pub fn matching(&self) -> Matching {
        self.matching
    }

    /// The rules that could not be read, by their indices in the policy's list, and so decide nothing here.
    pub fn left_out(&self) -> impl Iterator<Item = usize> + '_ {
        self.left_out.iter().map(|left_out| left_out.rule)
    }

    /// What happens to one packet, told by asking every clause in turn.
    ///
    /// This is the definition of what a policy means; everything else is held against it.
    ///
    /// # Errors
    ///
    /// The packet comes from or goes to what is no zone.
    pub fn decide(&self, packet: &Packet) -> Result<Verdict, UnknownZoneError> {
        let ends = (self.space.zone(&packet.ingress)?, self.space.zone(&packet.egress)?);
        let found = self.clauses.iter().find(|clause| clause.matches.matches(&self.space, ends, packet));
        Ok(found.map_or(Verdict { action: self.default.0, cause: Cause::Default }, |clause| Verdict {
            action: clause.action,
            cause: clause.cause,
        }))
    }

    fn put_together(&mut self) {
        let runs: Vec<Run> =
            self.clauses.iter().zip(&self.matched).map(|(clause, matched)| Run::one(*matched, clause.action)).collect();
        let mut by_zone: BTreeMap<ZoneIndex, Vec<usize>> = BTreeMap::new();
        for (index, clause) in self.clauses.iter().enumerate() {
            match clause.matches.from {
                Some(zone) => by_zone.entry(zone).or_default().push(index),
                None => self.from_any.push(index),
            }
        }
        let of_any: Vec<Run> = self.from_any.iter().map(|index| runs[*index]).collect();
        let any = Sequence::new(&mut self.diagrams, of_any.clone());
        for (position, index) in self.from_any.iter().enumerate() {
            let matched = self.matched[*index];
            self.effective[*index] = any.without(&mut self.diagrams, matched, position, |run| run.matched);
            self.unblocked[*index] = any.without(&mut self.diagrams, matched, position, |run| run.blocked);
        }
        self.common = Run::all(&mut self.diagrams, &any.stretches(0, of_any.len()));
        let is_sourceless = |index: &&usize| self.clauses[**index].matches.sources.is_none();
        let sourceless: Vec<Run> = self.from_any.iter().filter(is_sourceless).map(|index| runs[*index]).collect();
        self.sourceless =
            if sourceless.len() == of_any.len() { self.common } else { Run::all(&mut self.diagrams, &sourceless) };
        for (zone, clauses) in by_zone {
            let row = self.row(&runs, &any, clauses);
            self.rows.insert(zone, row);
        }
    }

    fn row(&mut self, runs: &[Run], any: &Sequence, clauses: Vec<usize>) -> Row {
        let diagrams = &mut self.diagrams;
        let own = Sequence::new(diagrams, clauses.iter().map(|index| runs[*index]).collect());
        let mut in_order = Vec::new();
        let mut taken = 0;
        for (position, index) in clauses.iter().enumerate() {
            let before = self.from_any.partition_point(|other| other < index);
            in_order.extend(any.stretches(taken, before));
            in_order.push(runs[*index]);
            taken = before;
            for (left, taken) in [
                (&mut self.effective[*index], (|run| run.matched) as fn(&Run) -> NodeId),
                (&mut self.unblocked[*index], |run| run.blocked),
            ] {
                let beside_own = own.without(diagrams, self.matched[*index], position, taken);
                *left = any.without(diagrams, beside_own, before, taken);
            }
        }
        in_order.extend(any.stretches(taken, self.from_any.len()));
        let run = Run::all(diagrams, &in_order);
        Row { clauses, own, run }
    }

    /// What the rules decide together about packets that enter from a zone.
    pub(super) fn run_of(&self, zone: ZoneIndex) -> Run {
        self.rows.get(&zone).map_or(self.common, |row| row.run)
    }

    /// The packets of a product that pass, in an arena of their own.
    pub(super) fn permitted(&self, scratch: &mut Diagrams, run: Run, within: &Product) -> NodeId {
        let permitted = scratch.import(&self.diagrams, run.permitted, within);
        if self.default.0 == Action::Block {
            return permitted;
        }
        let matched = scratch.import(&self.diagrams, run.matched, within);
        let blocked = scratch.difference(matched, permitted);
        let all = scratch.product(within);
        scratch.difference(all, blocked)
    }

    /// Where packets of a zone or tenant come in, each with the sources they have there.
    pub(super) fn entries(&self, from: ZoneIndex) -> Vec<(ZoneIndex, IntervalSet)> {
        let mut entries = vec![(from, self.space.sources(from))];
        if let Some(overlay) = self.space.overlay(from) {
            entries.extend(self.space.entered_by(overlay).filter(|(zone, _)| *zone != from));
        }
        entries
    }

    /// The places that packets of a zone or tenant reach.
    pub(super) fn reached_places(&self, from: ZoneIndex) -> IntervalSet {
        if self.default.0 == Action::Pass {
            return self.space.existing().clone();
        }
        let mut reached = IntervalSet::default();
        for (zone, sources) in self.entries(from) {
            let permitted = self.run_of(zone).permitted;
            // A zone's own rules name no sources but its own; only those from any zone may name others'.
            let found = if zone == from && self.sourceless == self.common {
                self.diagrams.values(permitted, Field::Destination)
            } else {
                let mut scratch = Diagrams::new();
                let within = Product::default().with(Field::Source, sources);
                let set = scratch.import(&self.diagrams, permitted, &within);
                scratch.values(set, Field::Destination)
            };
            reached = reached.union(&found);
        }
        reached.intersection(self.space.existing())
    }

    /// Whether a zone is one that packets can be sent from and to.
    pub(super) fn kind(&self, zone: ZoneIndex) -> ZoneKind {
        self.space.kind(zone)
    }
}
