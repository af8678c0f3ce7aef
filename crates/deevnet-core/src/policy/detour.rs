//! Flows that must not be, and that two permitted ones together make possible.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ZoneIndex;
use super::analysis::Analysis;
use super::diagram::NodeId;
use super::interval_set::IntervalSet;
use super::product::Field;
use super::standard::Claim;
use crate::model::Action;
use crate::source::Span;

/// A flow that must not be, by way of a third zone: both halves are permitted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detour {
    /// Where it starts.
    pub from: Arc<str>,
    /// The zone that it leads through.
    pub through: Arc<str>,
    /// Where it ends.
    pub to: Arc<str>,
    /// Why there must be no such flow.
    pub reason: Arc<str>,
    /// Where the first half is permitted; `None` where no rule alone does so.
    pub first: Option<Span>,
    /// Where the second half is.
    pub second: Option<Span>,
}

/// The zones that reach a zone, and the zones it reaches: two of each are enough to find a pair that differs.
#[derive(Default)]
struct Meeting {
    into: Vec<ZoneIndex>,
    out_of: Vec<ZoneIndex>,
}

const ENOUGH: usize = 2;

impl Analysis {
    /// One detour for every statement and every zone that undermines it, in order of the statements and zones.
    ///
    /// Statements about some packets only are left out: what a host makes of them in between, nobody knows.
    pub fn detours(&self) -> Vec<Detour> {
        let reached: Vec<IntervalSet> =
            (0..self.space.zones.len()).map(|zone| self.reached_by_internal(zone)).collect();
        let broad = self.claims.iter().filter(|claim| claim.is_broad());
        let mut detours: Vec<Detour> = Vec::new();
        for found in broad.flat_map(|claim| self.detours_around(claim, &reached)) {
            let is_same =
                |other: &Detour| (&other.from, &other.through, &other.to) == (&found.from, &found.through, &found.to);
            if !detours.iter().any(is_same) {
                detours.push(found);
            }
        }
        detours
    }

    fn reached_by_internal(&self, zone: ZoneIndex) -> IntervalSet {
        if self.kind(zone).is_internal() { self.reached_places(zone) } else { IntervalSet::default() }
    }

    fn detours_around(&self, claim: &Claim, reached: &[IntervalSet]) -> Vec<Detour> {
        let mut meetings: BTreeMap<ZoneIndex, Meeting> = BTreeMap::new();
        for from in claim.sources() {
            for through in self.space.zones_at(&reached[from]) {
                let meeting = meetings.entry(through).or_default();
                let is_new = meeting.into.len() < ENOUGH && self.kind(through).is_internal();
                if is_new && self.may_reach(from, through) {
                    meeting.into.push(from);
                }
            }
        }
        let found = meetings.into_iter().filter_map(|(through, mut meeting)| {
            let protected = claim.protected(&self.space, through, &reached[through]);
            let ends = self.space.zones_at(&protected).into_iter();
            meeting.out_of = ends.filter(|to| claim.is_to(*to) && self.may_reach(through, *to)).take(ENOUGH).collect();
            self.detour(claim, through, &meeting)
        });
        found.collect()
    }

    /// Whether one zone may reach another; where it must not, that is a breach of its own and no half of a detour.
    fn may_reach(&self, from: ZoneIndex, to: ZoneIndex) -> bool {
        from != to && !self.claims.iter().any(|claim| claim.is_broad() && claim.is_between(from, to))
    }

    fn detour(&self, claim: &Claim, through: ZoneIndex, meeting: &Meeting) -> Option<Detour> {
        let mut pairs = meeting.into.iter().flat_map(|from| meeting.out_of.iter().map(move |to| (*from, *to)));
        let (from, to) = pairs.find(|(from, to)| claim.is_between(*from, *to))?;
        let name = |zone: ZoneIndex| Arc::clone(&self.space.zones[zone].name);
        Some(Detour {
            from: name(from),
            through: name(through),
            to: name(to),
            reason: Arc::clone(&claim.reason),
            first: self.permitted_at(from, through),
            second: self.permitted_at(through, to),
        })
    }

    /// The first passing rule that decides about a packet between two zones.
    fn permitted_at(&self, from: ZoneIndex, to: ZoneIndex) -> Option<Span> {
        let places = self.space.places(to);
        // A zone that is named without a net is reached itself, and where it is the firewall perhaps others with it.
        let may_reach = |index: usize| {
            let matches = &self.clauses[index].matches;
            let names_another = |zone: ZoneIndex| zone != to && self.kind(zone).is_internal();
            matches.destinations.is_some() || !matches.to.is_some_and(names_another)
        };
        let permits = |index: &usize| {
            self.clauses[*index].action == Action::Pass
                && may_reach(*index)
                && self.effective[*index] != NodeId::NOTHING
                && self.diagrams.values(self.effective[*index], Field::Destination).intersects(places)
        };
        let rows = self.entries(from).into_iter().filter_map(|(entry, _)| self.rows.get(&entry));
        let first_of_any = self.from_any.iter().copied().find(|index| permits(index));
        let firsts = rows.filter_map(|row| row.clauses.iter().copied().find(|index| permits(index)));
        firsts.chain(first_of_any).min().map(|index| self.clauses[index].span)
    }
}
