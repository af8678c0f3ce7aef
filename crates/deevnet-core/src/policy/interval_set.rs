//! Sets of numbers as disjoint intervals: what every packet set is made of.

use std::cmp::Ordering;

/// The numbers from a first to a last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Interval {
    pub(crate) first: u64,
    pub(crate) last: u64,
}

impl Interval {
    /// An interval; the first is not above the last.
    pub(crate) fn new(first: u64, last: u64) -> Self {
        debug_assert!(first <= last, "{first} is above {last}");
        Self { first, last }
    }

    /// One number.
    pub(crate) fn one(number: u64) -> Self {
        Self::new(number, number)
    }

    fn common(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        (first <= last).then_some(Self { first, last })
    }
}

/// A set of numbers: intervals in ascending order, none touching the next.
///
/// The form is canonical, so that equal sets are equal values. All operations are linear in the intervals of the
/// smaller set, with a halving search in the larger one where one is much smaller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct IntervalSet(Vec<Interval>);

impl IntervalSet {
    /// The set of one interval.
    pub(crate) fn of(interval: Interval) -> Self {
        Self(vec![interval])
    }

    /// The intervals, in ascending order.
    pub(crate) fn intervals(&self) -> &[Interval] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn first(&self) -> Option<u64> {
        self.0.first().map(|interval| interval.first)
    }

    pub(crate) fn contains(&self, number: u64) -> bool {
        self.from(number).first().is_some_and(|interval| interval.first <= number)
    }

    /// The intervals that end at a number or beyond.
    fn from(&self, number: u64) -> &[Interval] {
        &self.0[self.0.partition_point(|interval| interval.last < number)..]
    }

    /// The numbers of either set.
    pub(crate) fn union(&self, other: &Self) -> Self {
        if self.is_empty() {
            return other.clone();
        }
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// The numbers of both sets.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (small, large) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        let mut common = Vec::new();
        for interval in &small.0 {
            let candidates = large.from(interval.first).iter().take_while(|found| found.first <= interval.last);
            common.extend(candidates.filter_map(|found| found.common(*interval)));
        }
        Self(common)
    }

    /// The numbers of the set that lie in an interval, in ascending order.
    pub(crate) fn within(&self, bounds: Interval) -> impl Iterator<Item = Interval> + '_ {
        let found = self.from(bounds.first).iter().take_while(move |found| found.first <= bounds.last);
        found.filter_map(move |found| found.common(bounds))
    }

    /// Whether the sets have a number in common.
    pub(crate) fn intersects(&self, other: &Self) -> bool {
        let (small, large) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        small
            .0
            .iter()
            .any(|interval| large.from(interval.first).first().is_some_and(|found| found.first <= interval.last))
    }

    /// The numbers of this set that the other has not.
    pub(crate) fn difference(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for interval in &self.0 {
            let mut next = Some(interval.first);
            for hole in other.from(interval.first).iter().take_while(|hole| hole.first <= interval.last) {
                let Some(first) = next else { break };
                if first < hole.first {
                    left.push(Interval::new(first, hole.first - 1));
                }
                next = hole.last.checked_add(1);
            }
            if let Some(first) = next.filter(|first| *first <= interval.last) {
                left.push(Interval::new(first, interval.last));
            }
        }
        Self(left)
    }

    /// Whether it holds every number of the other.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let holds = |interval: &Interval| {
            let found = self.from(interval.first).first();
            found.is_some_and(|found| found.first <= interval.first && interval.last <= found.last)
        };
        other.0.iter().all(holds)
    }
}

impl FromIterator<Interval> for IntervalSet {
    /// The numbers of all intervals, in any order and overlapping as they may.
    fn from_iter<I: IntoIterator<Item = Interval>>(intervals: I) -> Self {
        let mut intervals: Vec<Interval> = intervals.into_iter().collect();
        intervals.sort_unstable();
        let mut joined: Vec<Interval> = Vec::with_capacity(intervals.len());
        for interval in intervals {
            match joined.last_mut() {
                Some(above) if above.last.saturating_add(1).cmp(&interval.first) != Ordering::Less => {
                    above.last = above.last.max(interval.last);
                }
                _ => joined.push(interval),
            }
        }
        Self(joined)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn sets() -> impl Strategy<Value = IntervalSet> {
        let interval = (0_u64..40, 0_u64..8).prop_map(|(first, width)| Interval::new(first, first + width));
        prop::collection::vec(interval, 0..8).prop_map(IntervalSet::from_iter)
    }

    fn numbers(set: &IntervalSet) -> BTreeSet<u64> {
        set.intervals().iter().flat_map(|interval| interval.first..=interval.last).collect()
    }

    proptest! {
        #[test]
        fn operations_are_those_of_sets(left in sets(), right in sets()) {
            let (a, b) = (numbers(&left), numbers(&right));
            prop_assert_eq!(numbers(&left.union(&right)), &a | &b);
            prop_assert_eq!(numbers(&left.intersection(&right)), &a & &b);
            prop_assert_eq!(numbers(&left.difference(&right)), &a - &b);
            prop_assert_eq!(left.intersects(&right), !a.is_disjoint(&b));
            prop_assert_eq!(left.covers(&right), a.is_superset(&b));
            prop_assert!((0..50).all(|number| left.contains(number) == a.contains(&number)));
        }

        #[test]
        fn the_form_is_canonical(left in sets(), right in sets()) {
            let whole = left.union(&right);
            prop_assert_eq!(&left.difference(&right).union(&left.intersection(&right)), &left);
            prop_assert_eq!(right.union(&left), whole.clone());
            let apart = whole.intervals().windows(2).all(|pair| pair[0].last + 1 < pair[1].first);
            prop_assert!(apart);
        }
    }

    #[test]
    fn the_ends_of_the_numbers_are_numbers() {
        let all = IntervalSet::of(Interval::new(0, u64::MAX));
        let ends: IntervalSet = [Interval::one(u64::MAX), Interval::one(0)].into_iter().collect();
        let middle = all.difference(&ends);
        assert_eq!(middle.intervals(), [Interval::new(1, u64::MAX - 1)]);
        assert_eq!(middle.union(&ends), all);
    }
}
