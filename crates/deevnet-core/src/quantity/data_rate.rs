//! Speeds of links.

use super::unit::{Unit, sealed};
use super::value::Quantity;

/// A data rate, exact to the bit a second, such as that of a network link.
///
/// ```
/// use deevnet_core::quantity::DataRate;
///
/// assert_eq!(DataRate::megabits(100).to_string(), "100 Mbit/s");
/// assert!("100 Mbit/s".parse::<DataRate>()? < "2.5 Gbit/s".parse()?);
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
pub type DataRate = Quantity<DataRateUnit>;

impl DataRate {
    /// That many Mbit/s.
    pub fn megabits(amount: u32) -> Self {
        Self::of_base(u64::from(amount) * DataRateUnit::Megabit.factor(), DataRateUnit::Megabit)
    }

    /// That many Gbit/s.
    pub fn gigabits(amount: u32) -> Self {
        Self::of_base(u64::from(amount) * DataRateUnit::Gigabit.factor(), DataRateUnit::Gigabit)
    }

    /// How many bits a second it is.
    pub const fn bits_a_second(self) -> u64 {
        self.in_base_units()
    }
}

/// A unit of data rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataRateUnit {
    /// One bit a second.
    Bit,
    /// 10^3 bit/s.
    Kilobit,
    /// 10^6 bit/s.
    Megabit,
    /// 10^9 bit/s.
    Gigabit,
}

crate::named::named!(DataRateUnit, "unit of data rates":
    Bit => "bit/s",
    Kilobit => "kbit/s",
    Megabit => "Mbit/s",
    Gigabit => "Gbit/s",
);

impl sealed::Sealed for DataRateUnit {}

impl Unit for DataRateUnit {
    const KIND: &'static str = "data rate";
    const EXAMPLE: &'static str = "1 Gbit/s";
    const UNITS: &'static [Self] = Self::ALL;

    fn symbol(self) -> &'static str {
        self.name()
    }

    fn factor(self) -> u64 {
        match self {
            Self::Bit => 1,
            Self::Kilobit => 1_000,
            Self::Megabit => 1_000_000,
            Self::Gigabit => 1_000_000_000,
        }
    }
}
