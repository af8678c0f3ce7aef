//! Units of one kind, such as those of data sizes.

use std::fmt::Debug;

pub(super) mod sealed {
    /// Keeps [`Unit`](super::Unit) to the kinds of this crate.
    pub trait Sealed {}
}

/// A closed set of units of one kind, each an exact multiple of the kind's base unit.
///
/// The sets are [`DataSizeUnit`](super::DataSizeUnit), [`FrequencyUnit`](super::FrequencyUnit),
/// [`DataRateUnit`](super::DataRateUnit) and [`PowerUnit`](super::PowerUnit).
pub trait Unit: sealed::Sealed + Copy + Debug + Eq + Ord + 'static {
    /// What such a quantity is, as messages name it: `data size`.
    const KIND: &'static str;

    /// A quantity as people should write it: `32 GiB`.
    const EXAMPLE: &'static str;

    /// Every unit, in the order in which hints name them.
    const UNITS: &'static [Self];

    /// The symbol, as it is read and written: `GiB`.
    fn symbol(self) -> &'static str;

    /// How many base units it is; never zero, with no prime factor but 2 and 5.
    fn factor(self) -> u64;

    /// Whether the other unit counts the same way, so that a quantity may be shown in it for people.
    fn is_akin(self, other: Self) -> bool {
        let _ = other;
        true
    }

    /// The unit that a symbol stands for, some other tool's spelling included.
    fn find(symbol: &str) -> Option<Self> {
        Self::UNITS.iter().copied().find(|unit| unit.symbol() == symbol)
    }
}
