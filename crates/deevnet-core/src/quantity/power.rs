//! What hardware draws.

use super::unit::{Unit, sealed};
use super::value::Quantity;

/// A power, exact to the milliwatt, such as what a machine draws.
///
/// ```
/// use deevnet_core::quantity::Power;
///
/// assert_eq!(Power::watts(35).to_string(), "35 W");
/// assert!("35 W".parse::<Power>()? < "0.2 kW".parse()?);
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
pub type Power = Quantity<PowerUnit>;

impl Power {
    /// That many mW.
    pub fn milliwatts(amount: u32) -> Self {
        Self::of_base(u64::from(amount), PowerUnit::Watt)
    }

    /// That many W.
    pub fn watts(amount: u32) -> Self {
        Self::of_base(u64::from(amount) * PowerUnit::Watt.factor(), PowerUnit::Watt)
    }

    /// How many milliwatts it is.
    pub const fn in_milliwatts(self) -> u64 {
        self.in_base_units()
    }
}

/// A unit of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PowerUnit {
    /// 10^-3 W.
    Milliwatt,
    /// One joule a second.
    Watt,
    /// 10^3 W.
    Kilowatt,
}

crate::named::named!(PowerUnit, "unit of power":
    Milliwatt => "mW",
    Watt => "W",
    Kilowatt => "kW",
);

impl sealed::Sealed for PowerUnit {}

impl Unit for PowerUnit {
    const KIND: &'static str = "power";
    const EXAMPLE: &'static str = "35 W";
    const UNITS: &'static [Self] = Self::ALL;

    fn symbol(self) -> &'static str {
        self.name()
    }

    fn factor(self) -> u64 {
        match self {
            Self::Milliwatt => 1,
            Self::Watt => 1_000,
            Self::Kilowatt => 1_000_000,
        }
    }
}
