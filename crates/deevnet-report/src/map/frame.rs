//! Rectangles on the map, in whole units, so that the same substrate is drawn the same everywhere.

use serde::Serialize;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Frame {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Frame {
    /// The horizontal centre.
    pub(super) fn centre(self) -> u32 {
        self.x + self.width / 2
    }

    /// The lower edge.
    pub(super) fn bottom(self) -> u32 {
        self.y + self.height
    }

    /// The right edge.
    pub(super) fn right(self) -> u32 {
        self.x + self.width
    }

    /// Whether two rectangles share any area.
    #[cfg(test)]
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether another lies wholly inside.
    #[cfg(test)]
    pub(super) fn holds(self, other: Self) -> bool {
        self.x <= other.x && other.right() <= self.right() && self.y <= other.y && other.bottom() <= self.bottom()
    }
}
