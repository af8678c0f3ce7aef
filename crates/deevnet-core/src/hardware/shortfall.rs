//! By how much something is short.

use std::fmt;

use super::processor::Architecture;
use crate::quantity::{DataRate, DataSize};

/// What hardware lacks of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shortfall {
    /// That much memory or storage.
    Size(DataSize),
    /// That much of a rate.
    Rate(DataRate),
    /// The instruction set; this is the one that it has.
    Architecture(Architecture),
    /// Virtualization in the processor.
    Virtualization,
}

/// As it follows a colon: `short by 16 GiB`, `no VT-x or AMD-V`. Amounts are rounded.
impl fmt::Display for Shortfall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(size) => write!(formatter, "short by {}", size.rounded()),
            Self::Rate(rate) => write!(formatter, "short by {}", rate.rounded()),
            Self::Architecture(found) => write!(formatter, "it is {found}"),
            Self::Virtualization => formatter.write_str("no VT-x or AMD-V"),
        }
    }
}
