//! Quantities for people, rounded.

use std::fmt;

use super::unit::Unit;

/// About how much a quantity is: rounded down to one decimal, for messages and tables.
///
/// It is only ever shown; what is calculated stays exact.
///
/// ```
/// use deevnet_core::quantity::{DataSize, DataSizeUnit};
///
/// let drive: DataSize = "1 TB".parse()?;
/// assert_eq!(drive.about(DataSizeUnit::Gibibyte).to_string(), "931.3 GiB");
/// # Ok::<(), deevnet_core::quantity::ParseQuantityError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Rounded<U> {
    base: u64,
    unit: U,
}

impl<U: Unit> Rounded<U> {
    pub(super) const fn new(base: u64, unit: U) -> Self {
        Self { base, unit }
    }
}

impl<U: Unit> fmt::Display for Rounded<U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factor = u128::from(self.unit.factor());
        let tenths = u128::from(self.base) * 10 / factor;
        let symbol = self.unit.symbol();
        let text = match tenths % 10 {
            0 => format!("{} {symbol}", tenths / 10),
            tenth => format!("{}.{tenth} {symbol}", tenths / 10),
        };
        formatter.pad(&text)
    }
}
