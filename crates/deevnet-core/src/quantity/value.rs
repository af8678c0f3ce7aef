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

    /// A result in the unit of the one or the other operand, whichever prints it with the fewest decimals.
    fn shown_with(self, base: u64, other: Self) -> Self {
        let decimals = |unit: U| notation::fraction(base, unit.factor()).len();
        let unit = if decimals(other.unit) < decimals(self.unit) { other.unit } else { self.unit };
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
