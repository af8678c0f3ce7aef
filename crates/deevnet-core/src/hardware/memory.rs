//! Memory.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use super::figure::Figure;
use crate::quantity::{DataSize, ParseQuantityError};

/// What is known about a machine's memory; `None` is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Memory {
    /// How much there is.
    pub size: Option<Figure<MemorySize>>,
    /// Its type, such as `DDR4`.
    #[serde(rename = "type")]
    pub technology: Option<Figure<Arc<str>>>,
    /// The most that the machine takes.
    pub maximum: Option<Figure<MemorySize>>,
}

/// An amount of memory, in binary units.
///
/// Memory is made in powers of two. What a shop calls `32 GB` of it is 32 GiB (JEDEC JESD100B.01 gives the prefixes that
/// meaning for memory), and 32 GB as the unit stands would be 2.2 GiB less. So decimal units are refused here rather than
/// taken to mean something else.
///
/// ```
/// use deevnet_core::hardware::MemorySize;
///
/// let memory: MemorySize = "32 GiB".parse()?;
/// let error = "32 GB".parse::<MemorySize>().unwrap_err();
/// assert_eq!(error.hint(), "memory sold as 32 GB has 32 GiB: write `32 GiB`");
/// # Ok::<(), deevnet_core::hardware::ParseMemorySizeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemorySize(DataSize);

impl MemorySize {
    /// That many GiB.
    pub fn gibibytes(amount: u32) -> Self {
        Self(DataSize::gibibytes(amount))
    }

    /// That many MiB.
    pub fn mebibytes(amount: u32) -> Self {
        Self(DataSize::mebibytes(amount))
    }

    /// The amount as a size.
    pub const fn get(self) -> DataSize {
        self.0
    }
}

impl TryFrom<DataSize> for MemorySize {
    type Error = ParseMemorySizeError;

    fn try_from(size: DataSize) -> Result<Self, ParseMemorySizeError> {
        if size.unit().is_binary() { Ok(Self(size)) } else { Err(ParseMemorySizeError::Decimal { value: size }) }
    }
}

impl fmt::Display for MemorySize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for MemorySize {
    type Err = ParseMemorySizeError;

    fn from_str(text: &str) -> Result<Self, ParseMemorySizeError> {
        text.parse::<DataSize>()?.try_into()
    }
}

crate::wire::as_text!(MemorySize, "an amount of memory as text, such as 32 GiB");

/// The error of a value that is no amount of memory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseMemorySizeError {
    /// It is no size at all.
    #[error(transparent)]
    NotASize(#[from] ParseQuantityError),
    /// Its unit is a power of ten.
    #[error("`{value}` is not an amount of memory: its unit is a power of ten, and memory is made in powers of two")]
    Decimal {
        /// The size.
        value: DataSize,
    },
}

impl ParseMemorySizeError {
    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            Self::NotASize(error) => error.hint(),
            Self::Decimal { value } => {
                let sold = value.to_string();
                let binary = sold.trim_end_matches('B').to_uppercase();
                format!("memory sold as {sold} has {binary}iB: write `{binary}iB`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_units_are_refused_with_what_was_meant() {
        let refused = |text: &str| {
            let error = text.parse::<MemorySize>().unwrap_err();
            format!("{error} ({})", error.hint())
        };
        insta::assert_snapshot!([refused("32 GB"), refused("512 MB"), refused("64"), refused("much")].join("\n"), @"
        `32 GB` is not an amount of memory: its unit is a power of ten, and memory is made in powers of two (memory sold as 32 GB has 32 GiB: write `32 GiB`)
        `512 MB` is not an amount of memory: its unit is a power of ten, and memory is made in powers of two (memory sold as 512 MB has 512 MiB: write `512 MiB`)
        `64` is not a data size: the number has no unit (write the unit too, as in `32 GiB`)
        `much` is not a data size: it does not begin with a number (write a number without a sign, such as 32 or 1.5, and a unit)
        ");
    }

    #[test]
    fn binary_sizes_round_trip() {
        for text in ["32 GiB", "512 MiB", "1.5 GiB"] {
            let size: MemorySize = text.parse().unwrap();
            assert_eq!(size.to_string(), text);
            assert_eq!(serde_json::from_str::<MemorySize>(&serde_json::to_string(&size).unwrap()).unwrap(), size);
        }
        assert_eq!("32G".parse(), Ok(MemorySize::gibibytes(32)));
    }
}
