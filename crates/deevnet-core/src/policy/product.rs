//! Products of one set a field: what one rule matches.

use super::interval_set::{Interval, IntervalSet};

/// How many fields a packet has besides the zone it enters from.
pub(crate) const FIELDS: usize = 5;

/// The fields of a packet, in the order in which diagrams look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Field {
    Protocol,
    DestinationPort,
    /// The address and, above it, the zone that it lies behind; see [`Space`](super::space::Space).
    Destination,
    Source,
    SourcePort,
}

impl Field {
    pub(crate) const ALL: [Self; FIELDS] =
        [Self::Protocol, Self::DestinationPort, Self::Destination, Self::Source, Self::SourcePort];

    /// The highest number that the field holds.
    pub(crate) const fn last(self) -> u64 {
        match self {
            Self::Protocol => 255,
            Self::DestinationPort | Self::SourcePort => 65_535,
            Self::Destination => u64::MAX,
            Self::Source => u32::MAX as u64,
        }
    }
}

/// All packets whose every field lies in a set; `None` is every value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Product {
    sets: [Option<IntervalSet>; FIELDS],
}

impl Product {
    /// The same with a field held to a set.
    pub(crate) fn with(mut self, field: Field, set: IntervalSet) -> Self {
        self.restrict(field, set);
        self
    }

    /// Holds a field to a set, besides what it is held to already.
    pub(crate) fn restrict(&mut self, field: Field, set: IntervalSet) {
        let slot = &mut self.sets[field as usize];
        let set = match slot.take() {
            Some(found) => found.intersection(&set),
            None => set,
        };
        let is_all = set.intervals() == [Interval::new(0, field.last())];
        *slot = (!is_all).then_some(set);
    }

    /// What a field is held to.
    pub(crate) fn set(&self, field: Field) -> Option<&IntervalSet> {
        self.sets[field as usize].as_ref()
    }

    /// Whether no packet is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.sets.iter().flatten().any(IntervalSet::is_empty)
    }

    /// Whether any packet is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.sets.iter().zip(&other.sets).all(|(own, other)| match (own, other) {
            (Some(own), Some(other)) => own.intersects(other),
            (Some(set), None) | (None, Some(set)) => !set.is_empty(),
            (None, None) => true,
        })
    }

    /// Whether every packet of the other is in it.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.sets.iter().zip(&other.sets).all(|(own, other)| match (own, other) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(other)) => own.covers(other),
        })
    }
}
