//! How much of a band is used.

use serde::Serialize;

use super::range::VlanRange;
use crate::network::VlanBand;

/// One band of a plan and how much of it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BandUse {
    /// The band.
    pub band: VlanBand,
    /// Its IDs.
    pub range: VlanRange,
    /// How many IDs it has.
    pub size: usize,
    /// How many of them are taken, by segments or by ports that name them.
    pub used: usize,
    /// How many of them are free.
    pub free: usize,
}
