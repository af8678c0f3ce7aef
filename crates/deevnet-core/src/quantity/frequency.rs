//! Clocks.

use super::unit::{Unit, sealed};
use super::value::Quantity;

/// A frequency, exact to the hertz, such as that of a processor's clock.
///
/// ```
/// use deevnet_core::quantity::Frequency;
///
/// assert_eq!(Frequency::megahertz(2_800).to_string(), "2800 MHz");
/// assert!("2800 MHz".parse::<Frequency>()? < "3.6 GHz".parse()?);
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
pub type Frequency = Quantity<FrequencyUnit>;

impl Frequency {
    /// That many MHz.
    pub fn megahertz(amount: u32) -> Self {
        Self::of_base(u64::from(amount) * FrequencyUnit::Megahertz.factor(), FrequencyUnit::Megahertz)
    }

    /// How many hertz it is.
    pub const fn hertz(self) -> u64 {
        self.in_base_units()
    }
}

/// A unit of frequencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FrequencyUnit {
    /// One a second.
    Hertz,
    /// 10^3 Hz.
    Kilohertz,
    /// 10^6 Hz.
    Megahertz,
    /// 10^9 Hz.
    Gigahertz,
}

crate::named::named!(FrequencyUnit, "unit of frequencies":
    Hertz => "Hz",
    Kilohertz => "kHz",
    Megahertz => "MHz",
    Gigahertz => "GHz",
);

impl sealed::Sealed for FrequencyUnit {}

impl Unit for FrequencyUnit {
    const KIND: &'static str = "frequency";
    const EXAMPLE: &'static str = "2.8 GHz";
    const UNITS: &'static [Self] = Self::ALL;

    fn symbol(self) -> &'static str {
        self.name()
    }

    fn factor(self) -> u64 {
        match self {
            Self::Hertz => 1,
            Self::Kilohertz => 1_000,
            Self::Megahertz => 1_000_000,
            Self::Gigahertz => 1_000_000_000,
        }
    }
}
