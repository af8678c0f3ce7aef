//! Marks on the map that lead to findings.

use serde::Serialize;

use crate::flags::Flag;

/// How high a badge is in its line, in tenths.
const TENTHS: u32 = 6;

/// A flag with its place on the map: a square that its sign fills.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Badge {
    #[serde(flatten)]
    flag: Flag,
    x: u32,
    y: u32,
    size: u32,
}

impl Badge {
    /// A badge without a place.
    pub(super) fn new(flag: Flag) -> Self {
        Self { flag, x: 0, y: 0, size: 0 }
    }

    /// Puts the badge at the right end of a line, and returns the room that it takes from what stands there.
    pub(super) fn put(&mut self, right: u32, top: u32, height: u32) -> u32 {
        self.size = height * TENTHS / 10;
        self.x = right.saturating_sub(self.size);
        self.y = top + (height - self.size) / 2;
        self.size + height / 3
    }
}
