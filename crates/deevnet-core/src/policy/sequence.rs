//! What a run of rules decides together.

use super::diagram::{Diagrams, NodeId};
use crate::model::Action;

/// A run of rules in order: the packets that any of them matches, those that pass, and those that any of them blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) matched: NodeId,
    pub(crate) permitted: NodeId,
    pub(crate) blocked: NodeId,
}

impl Run {
    /// A run without a rule.
    pub(crate) const EMPTY: Self =
        Self { matched: NodeId::NOTHING, permitted: NodeId::NOTHING, blocked: NodeId::NOTHING };

    /// The run of one rule.
    pub(crate) fn one(matched: NodeId, action: Action) -> Self {
        match action {
            Action::Pass => Self { permitted: matched, matched, ..Self::EMPTY },
            Action::Block => Self { blocked: matched, matched, ..Self::EMPTY },
        }
    }

    /// This run and then another: the second decides only what the first has not matched.
    ///
    /// The operation is associative, so that a long run can be put together from its halves.
    pub(crate) fn then(self, diagrams: &mut Diagrams, next: Self) -> Self {
        let left_over = diagrams.difference(next.permitted, self.matched);
        Self {
            matched: diagrams.union(self.matched, next.matched),
            permitted: diagrams.union(self.permitted, left_over),
            blocked: diagrams.union(self.blocked, next.blocked),
        }
    }

    /// A list of runs, one after the other, put together as a balanced tree.
    pub(crate) fn all(diagrams: &mut Diagrams, runs: &[Self]) -> Self {
        match runs {
            [] => Self::EMPTY,
            [only] => *only,
            _ => {
                let (first, second) = runs.split_at(runs.len() / 2);
                let (first, second) = (Self::all(diagrams, first), Self::all(diagrams, second));
                first.then(diagrams, second)
            }
        }
    }
}

/// A list of runs with the union of every aligned stretch of 2^k of them, so that any stretch is a few of those.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    /// Level k holds the stretches of 2^k that are complete.
    levels: Vec<Vec<Run>>,
}

impl Sequence {
    /// The list of some runs.
    pub(crate) fn new(diagrams: &mut Diagrams, runs: Vec<Run>) -> Self {
        let mut levels = vec![runs];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let pairs: Vec<Run> = below.chunks_exact(2).map(|pair| pair[0].then(diagrams, pair[1])).collect();
            levels.push(pairs);
        }
        Self { levels }
    }

    /// The stretches that make the list from one index to before another, in order.
    pub(crate) fn stretches(&self, start: usize, end: usize) -> Vec<Run> {
        let mut found = Vec::new();
        let mut next = start;
        while next < end {
            let aligned = if next == 0 { usize::BITS } else { next.trailing_zeros() };
            let level = aligned.min((end - next).ilog2()) as usize;
            let Some(run) = self.levels.get(level).and_then(|runs| runs.get(next >> level)) else { break };
            found.push(*run);
            next += 1 << level;
        }
        found
    }

    /// The packets of a set that none of the first so many runs matches, or none blocks.
    pub(crate) fn without(
        &self,
        diagrams: &mut Diagrams,
        set: NodeId,
        end: usize,
        taken: fn(&Run) -> NodeId,
    ) -> NodeId {
        self.stretches(0, end).iter().fold(set, |left, stretch| diagrams.difference(left, taken(stretch)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::interval_set::{Interval, IntervalSet};
    use crate::policy::product::{Field, Product};

    /// A rule about the ports from one to before another.
    fn run(diagrams: &mut Diagrams, (first, end): (u64, u64), action: Action) -> Run {
        let ports = IntervalSet::of(Interval::new(first, end - 1));
        Run::one(diagrams.product(&Product::default().with(Field::DestinationPort, ports)), action)
    }

    #[test]
    fn a_long_run_is_that_of_its_stretches() {
        let mut diagrams = Diagrams::new();
        let action = |index: u64| if index.is_multiple_of(3) { Action::Block } else { Action::Pass };
        let runs: Vec<Run> =
            (0..23).map(|index| run(&mut diagrams, (index * 7 % 40, index * 7 % 40 + 5), action(index))).collect();
        let one_by_one = |diagrams: &mut Diagrams, runs: &[Run]| {
            runs.iter().fold(Run::EMPTY, |left, next| left.then(diagrams, *next))
        };
        let sequence = Sequence::new(&mut diagrams, runs.clone());
        for (start, end) in (0..=23).flat_map(|end| (0..=end).map(move |start| (start, end))) {
            let expected = one_by_one(&mut diagrams, &runs[start..end]);
            let stretches = sequence.stretches(start, end);
            assert_eq!(Run::all(&mut diagrams, &stretches), expected, "{start}..{end}");
            assert!(stretches.len() <= 9);
        }
    }
}
