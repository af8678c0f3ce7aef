//! A number of base units and the unit it was written in.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::error::ParseQuantityError;
use super::notation::{self, Decimal};
use super::rounded::Rounded;
use super::unit::Unit;

/// How many decimals of a result are still easy to read.
const EASY_DECIMALS: usize = 3;

/// An exact quantity: a whole number of base units, and the unit in which it was given.
///
/// It is read from a number with a unit and printed in that unit again. Decimals are exact: `1.92 TB` is
/// 1 920 000 000 000 bytes, and what is no whole number of base units is refused. Quantities are compared and hashed by
/// what they are, so `1024 MiB` equals `1 GiB`, though each prints as it was given.
///
/// The largest quantity is `u64::MAX` base units; a sum beyond it is `None`, never a smaller number.
///
/// ```
/// use deevnet_core::quantity::{DataSize, DataSizeUnit};
///
/// let drive: DataSize = "1 TB".parse()?;
/// let disk: DataSize = "64G".parse()?; // as Proxmox VE writes 64 GiB
/// assert_eq!(disk.to_string(), "64 GiB");
/// assert!(drive < "1 TiB".parse()?);
/// assert_eq!(drive.checked_sub(drive), Some(DataSize::new(0, DataSizeUnit::Byte)?));
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Quantity<U> {
    base: u64,
    unit: U,
}

impl<U: Unit> Quantity<U> {
    /// That many of a unit.
    ///
    /// # Errors
    /// When it is more than `u64::MAX` base units.
    pub fn new(amount: u64, unit: U) -> Result<Self, ParseQuantityError> {
        amount
            .checked_mul(unit.factor())
            .map(|base| Self { base, unit })
            .ok_or_else(|| ParseQuantityError::TooLarge { kind: U::KIND, value: format!("{amount} {}", unit.symbol()) })
    }

    /// That many base units, to be shown in a unit.
    pub(super) const fn of_base(base: u64, unit: U) -> Self {
        Self { base, unit }
    }

    /// The same quantity, printed in another unit, which gives it a bounded number of decimals.
    pub(crate) fn shown_in(self, unit: U) -> Self {
        Self { unit, ..self }
    }

    /// Reads a quantity where the key says the unit: a bare number counts in `unit`, and text with a unit is read as
    /// ever.
    ///
    /// # Errors
    /// When the text is no such quantity.
    ///
    /// ```
    /// use deevnet_core::quantity::{DataSize, DataSizeUnit};
    ///
    /// let disk = DataSize::parse_in("64", DataSizeUnit::Gibibyte)?;
    /// assert_eq!(disk, DataSize::parse_in("64G", DataSizeUnit::Gibibyte)?);
    /// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
    /// ```
    pub fn parse_in(text: &str, unit: U) -> Result<Self, ParseQuantityError> {
        let (decimal, written) = notation::split::<U>(text)?;
        Self::from_decimal(text, &decimal, written.unwrap_or(unit))
    }

    fn from_decimal(text: &str, decimal: &Decimal, unit: U) -> Result<Self, ParseQuantityError> {
        let too_large = || ParseQuantityError::TooLarge { kind: U::KIND, value: text.to_owned() };
        let whole = decimal.digits.checked_mul(u128::from(unit.factor())).ok_or_else(too_large)?;
        if whole % decimal.divisor != 0 {
            return Err(ParseQuantityError::TooFine { kind: U::KIND, value: text.to_owned() });
        }
        let base = u64::try_from(whole / decimal.divisor).map_err(|_| too_large())?;
        Ok(Self { base, unit })
    }

    /// How many base units it is, such as bytes.
    pub const fn in_base_units(self) -> u64 {
        self.base
    }

    /// The unit in which it was given, and is printed.
    pub const fn unit(self) -> U {
        self.unit
    }

    /// How many of a unit it is, where that is a whole number.
    pub fn whole(self, unit: U) -> Option<u64> {
        self.base.is_multiple_of(unit.factor()).then(|| self.base / unit.factor())
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.base == 0
    }

    /// The sum; `None` beyond the largest quantity.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(self.shown_with(self.base.checked_add(other.base)?, other))
    }

    /// The difference; `None` below zero.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Some(self.shown_with(self.base.checked_sub(other.base)?, other))
    }

    /// That many times as much; `None` beyond the largest quantity.
    #[must_use]
    pub fn checked_mul(self, times: u64) -> Option<Self> {
        Some(Self { base: self.base.checked_mul(times)?, unit: self.unit })
    }

    /// About how much it is in a unit: rounded down to one decimal, for people.
    pub fn about(self, unit: U) -> Rounded<U> {
        Rounded::new(self.base, unit)
    }

    /// About how much it is, in the largest unit akin to its own that it is at least one of, for people.
    ///
    /// ```
    /// use deevnet_core::quantity::DataSize;
    ///
    /// let left: DataSize = "982820130816 B".parse()?;
    /// assert_eq!(left.rounded().to_string(), "915.3 GiB");
    /// assert_eq!(DataSize::mebibytes(2_048).rounded().to_string(), "2 GiB");
    /// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
    /// ```
    pub fn rounded(self) -> Rounded<U> {
        let akin = U::UNITS.iter().copied().filter(|unit| self.unit.is_akin(*unit) && unit.factor() <= self.base);
        self.about(akin.max_by_key(|unit| unit.factor()).unwrap_or(self.unit))
    }

    /// A result in the larger of the operands' units in which it has few decimals, or else in the one that prints it
    /// with the fewest.
    fn shown_with(self, base: u64, other: Self) -> Self {
        let mut units = [self.unit, other.unit];
        units.sort_by_key(|unit| std::cmp::Reverse(unit.factor()));
        let decimals = |unit: &U| notation::fraction(base, unit.factor()).len();
        let easy = units.into_iter().find(|unit| decimals(unit) <= EASY_DECIMALS);
        let unit = easy.or_else(|| units.into_iter().min_by_key(decimals)).unwrap_or(self.unit);
        Self { base, unit }
    }
}

impl<U: Unit> fmt::Display for Quantity<U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factor = self.unit.factor();
        let (whole, fraction) = (self.base / factor, notation::fraction(self.base, factor));
        let point = if fraction.is_empty() { "" } else { "." };
        formatter.pad(&format!("{whole}{point}{fraction} {}", self.unit.symbol()))
    }
}

impl<U: Unit> FromStr for Quantity<U> {
    type Err = ParseQuantityError;

    fn from_str(text: &str) -> Result<Self, ParseQuantityError> {
        let (decimal, unit) = notation::split::<U>(text)?;
        let unit = unit.ok_or_else(|| ParseQuantityError::without_unit::<U>(text))?;
        Self::from_decimal(text, &decimal, unit)
    }
}

impl<U: Unit> PartialEq for Quantity<U> {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base
    }
}

impl<U: Unit> Eq for Quantity<U> {}

impl<U: Unit> PartialOrd for Quantity<U> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<U: Unit> Ord for Quantity<U> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.base.cmp(&other.base)
    }
}

impl<U: Unit> Hash for Quantity<U> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.base.hash(state);
    }
}

impl<U: Unit> Serialize for Quantity<U> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, U: Unit> Deserialize<'de> for Quantity<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(PhantomData))
    }
}

struct Text<U>(PhantomData<U>);

impl<U: Unit> Visitor<'_> for Text<U> {
    type Value = Quantity<U>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a {} as text, such as {}", U::KIND, U::EXAMPLE)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Quantity<U>, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::quantity::{DataRate, DataSize, DataSizeUnit, Frequency, FrequencyUnit, Power};

    /// Any quantity that can be written: a whole number of base units that has few enough decimals in its unit.
    fn sizes() -> impl Strategy<Value = DataSize> {
        (any::<u64>(), prop::sample::select(DataSizeUnit::ALL), 0..=50_u32)
            .prop_map(|(base, unit, zeros)| DataSize::of_base(base >> zeros << zeros, unit))
            .prop_filter("too many decimals", |size| size.to_string().parse::<DataSize>().is_ok())
    }

    #[test]
    fn a_quantity_prints_as_it_was_given() {
        for text in ["32 GiB", "1 TB", "1.92 TB", "0 B", "512 MiB", "931.5 GiB", "18446744073709551615 B"] {
            assert_eq!(text.parse::<DataSize>().unwrap().to_string(), text);
        }
        for (written, printed) in [("64G", "64 GiB"), ("8M", "8 MiB"), (" 1.50TB ", "1.5 TB"), ("007 GB", "7 GB")] {
            assert_eq!(written.parse::<DataSize>().unwrap().to_string(), printed);
        }
        assert_eq!("2.80 GHz".parse::<Frequency>().unwrap().to_string(), "2.8 GHz");
        assert_eq!("2500 Mbit/s".parse::<DataRate>().unwrap(), "2.5 Gbit/s".parse().unwrap());
        assert_eq!("8.75 W".parse::<Power>().unwrap().in_milliwatts(), 8_750);
    }

    #[test]
    fn binary_and_decimal_units_are_different() {
        let (binary, decimal) = (DataSize::gibibytes(32), "32 GB".parse::<DataSize>().unwrap());
        assert_eq!(binary.bytes() - decimal.bytes(), 2_359_738_368);
        assert_eq!(DataSize::mebibytes(1_024), DataSize::gibibytes(1));
        assert_eq!(DataSize::terabytes(1), DataSize::gigabytes(1_000));
    }

    #[test]
    fn errors_quote_the_value_and_the_rule() {
        let mut text = String::new();
        for value in ["", "GiB", "-1 GiB", "32", "32 gib", "1. GiB", "1.2.3 GiB", "0.5 B", "20000000 TB", "1e3 GB"] {
            let error = value.parse::<DataSize>().unwrap_err();
            assert_eq!(error.value(), value);
            writeln!(text, "{error}\n  {}", error.hint()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a data size: it does not begin with a number
          write a number without a sign, such as 32 or 1.5, and a unit
        `GiB` is not a data size: it does not begin with a number
          write a number without a sign, such as 32 or 1.5, and a unit
        `-1 GiB` is not a data size: it does not begin with a number
          write a number without a sign, such as 32 or 1.5, and a unit
        `32` is not a data size: the number has no unit
          write the unit too, as in `32 GiB`
        `32 gib` is not a data size: `gib` is no unit of it
          write one of: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB
        `1. GiB` is not a data size: it does not begin with a number
          write a number without a sign, such as 32 or 1.5, and a unit
        `1.2.3 GiB` is not a data size: it does not begin with a number
          write a number without a sign, such as 32 or 1.5, and a unit
        `0.5 B` is not a data size: it is finer than the smallest unit
          round it, or write it in a smaller unit
        `20000000 TB` is more than a data size can be
          check the number and its unit
        `1e3 GB` is not a data size: `e3 GB` is no unit of it
          write one of: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB
        ");
    }

    #[test]
    fn a_bare_number_counts_in_the_unit_of_its_key() {
        let read = |text| DataSize::parse_in(text, DataSizeUnit::Mebibyte).unwrap().to_string();
        assert_eq!([read("4096"), read("4G"), read("1.5 GiB")], ["4096 MiB", "4 GiB", "1.5 GiB"]);
    }

    #[test]
    fn results_are_shown_in_the_better_unit() {
        let (drive, disk) = (DataSize::terabytes(1), DataSize::gibibytes(64));
        assert_eq!(disk.checked_add(DataSize::mebibytes(512)).unwrap().to_string(), "64.5 GiB");
        assert_eq!(drive.checked_sub(disk).unwrap().rounded().to_string(), "931.2 GB");
        assert_eq!(disk.checked_sub(drive), None);
        assert_eq!(DataSize::of_base(u64::MAX, DataSizeUnit::Byte).checked_add(disk), None);
        assert_eq!(disk.checked_mul(3).unwrap().to_string(), "192 GiB");
        assert_eq!(disk.checked_mul(u64::MAX), None);
    }

    #[test]
    fn serde_goes_through_text() {
        let size: DataSize = serde_json::from_str("\"32 GiB\"").unwrap();
        assert_eq!(serde_json::to_string(&size).unwrap(), "\"32 GiB\"");
        let error = serde_json::from_str::<DataSize>("32").unwrap_err().to_string();
        assert!(error.contains("expected a data size as text, such as 32 GiB"), "{error}");
    }

    proptest! {
        #[test]
        fn print_parse_print(size in sizes()) {
            let parsed: DataSize = size.to_string().parse().unwrap();
            prop_assert_eq!(parsed, size);
            prop_assert_eq!(parsed.to_string(), size.to_string());
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*", number in "[0-9.]{0,60}", unit in "( ?[KMGT]?i?B)?") {
            let _ = text.parse::<DataSize>();
            let _ = format!("{number}{unit}").parse::<DataSize>();
        }

        #[test]
        fn sums_and_differences_are_exact_and_can_be_read(left in sizes(), right in sizes()) {
            for (result, expected) in [
                (left.checked_add(right), left.bytes().checked_add(right.bytes())),
                (left.checked_sub(right), left.bytes().checked_sub(right.bytes())),
            ] {
                prop_assert_eq!(result.map(DataSize::bytes), expected);
                if let Some(result) = result {
                    prop_assert_eq!(result.to_string().parse::<DataSize>(), Ok(result));
                }
            }
        }

        #[test]
        fn the_order_is_that_of_base_units(left in any::<u64>(), right in any::<u64>()) {
            let left = Frequency::of_base(left, FrequencyUnit::Gigahertz);
            let right = Frequency::of_base(right, FrequencyUnit::Hertz);
            prop_assert_eq!(left.cmp(&right), left.hertz().cmp(&right.hertz()));
            prop_assert_eq!(left == right, left.hertz() == right.hertz());
        }

        #[test]
        fn rounding_drops_less_than_a_tenth(base: u64, unit in prop::sample::select(DataSizeUnit::ALL)) {
            let shown = DataSize::of_base(base, unit).about(unit).to_string();
            let number = shown.split(' ').next().unwrap();
            let (whole, tenth) = number.split_once('.').unwrap_or((number, "0"));
            let tenths: u128 = format!("{whole}{tenth}").parse().unwrap();
            let (base, factor) = (u128::from(base) * 10, u128::from(unit.factor()));
            prop_assert!(tenths * factor <= base && base < (tenths + 1) * factor, "{}", shown);
        }
    }
}
