//! What can be added up and held against a limit.

use crate::quantity::{DataSize, DataSizeUnit};

/// An amount that machines ask for: data or virtual processors.
pub trait Amount: Copy + Ord + sealed::Sealed {
    /// Nothing.
    const ZERO: Self;

    /// That many of the smallest unit: bytes, or virtual processors.
    fn of(number: u64) -> Self;

    /// How many of the smallest unit it is.
    fn number(self) -> u64;

    /// As people read it; two amounts that differ are written so that they differ.
    fn written_beside(self, other: Self) -> String;

    /// The sum; the largest amount where it would be more.
    #[must_use]
    fn plus(self, other: Self) -> Self {
        Self::of(self.number().saturating_add(other.number()))
    }

    /// What is left; nothing where it would be less.
    #[must_use]
    fn less(self, other: Self) -> Self {
        Self::of(self.number().saturating_sub(other.number()))
    }
}

impl Amount for u64 {
    const ZERO: Self = 0;

    fn of(number: u64) -> Self {
        number
    }

    fn number(self) -> u64 {
        self
    }

    fn written_beside(self, _: Self) -> String {
        self.to_string()
    }
}

impl Amount for DataSize {
    const ZERO: Self = DataSize::ZERO;

    fn of(number: u64) -> Self {
        DataSize::from_bytes(number)
    }

    fn number(self) -> u64 {
        self.bytes()
    }

    fn written_beside(self, other: Self) -> String {
        let units = [DataSizeUnit::Gibibyte, DataSizeUnit::Mebibyte, DataSizeUnit::Kibibyte];
        let texts = units.map(|unit| (self.about(unit).to_string(), other.about(unit).to_string()));
        let apart = texts.into_iter().find(|(own, others)| self == other || own != others);
        apart.map_or_else(|| self.to_string(), |(own, _)| own)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for u64 {}

    impl Sealed for crate::quantity::DataSize {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(left: u64, right: u64) -> (String, String) {
        let (left, right) = (DataSize::of(left), DataSize::of(right));
        (left.written_beside(right), right.written_beside(left))
    }

    #[test]
    fn amounts_that_differ_are_written_so_that_they_differ() {
        const GIBIBYTE: u64 = 1 << 30;
        assert_eq!(written(34 * GIBIBYTE, 30 * GIBIBYTE), ("34 GiB".into(), "30 GiB".into()));
        assert_eq!(written(30 * GIBIBYTE + (1 << 20), 30 * GIBIBYTE), ("30721 MiB".into(), "30720 MiB".into()));
        assert_eq!(written(GIBIBYTE + 1, GIBIBYTE), ("1073741825 B".into(), "1073741824 B".into()));
        assert_eq!(written(GIBIBYTE, GIBIBYTE), ("1 GiB".into(), "1 GiB".into()));
    }

    #[test]
    fn sums_stop_at_the_largest_amount_and_differences_at_nothing() {
        assert_eq!(u64::MAX.plus(1), u64::MAX);
        assert_eq!(DataSize::of(1).less(DataSize::of(2)), DataSize::ZERO);
    }
}
