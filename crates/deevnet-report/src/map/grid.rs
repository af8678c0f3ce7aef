//! How the cells of a card stand in its grid.

use super::frame::Frame;

/// The space between the edge of a card and its cells.
pub(super) const PADDING: u32 = 12;
/// The height of a card's title.
pub(super) const HEADING: u32 = 44;
/// How many times as wide as high the cells of a card like to stand.
const WIDER: u64 = 2;
/// The same where they are few, and how many columns those have at most.
const FEW_WIDER: u64 = 6;
const FEW_COLUMNS: u64 = 4;
/// The width below which a title does not fit.
const NARROWEST: u32 = 196;

/// The size of cells, and in which order they fill the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) gap: u32,
    pub(super) order: Order,
}

/// In which order cells fill a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Row by row, in as many columns as there is room for.
    Rows,
    /// Column by column in two rows, as the ports on the face of a switch.
    Face,
}

impl Grid {
    /// Hosts, readable at first sight.
    pub(super) const HOSTS: Self = Self { width: 136, height: 24, gap: 6, order: Order::Rows };
    /// Hosts where there are many: a texture, readable when it is drawn larger.
    pub(super) const MANY_HOSTS: Self = Self { width: 42, height: 10, gap: 3, order: Order::Rows };
    /// Ports of switches.
    pub(super) const PORTS: Self = Self { width: 26, height: 20, gap: 4, order: Order::Face };
    /// Ports where there are many.
    pub(super) const MANY_PORTS: Self = Self { width: 12, height: 10, gap: 2, order: Order::Face };

    /// The width that a card with so many cells likes to have: rather wide than high, and never more than there is.
    pub(super) fn natural_width(self, cells: u32, room: u32) -> u32 {
        let columns = match self.order {
            Order::Face => cells.div_ceil(2),
            Order::Rows => {
                let (across, down) = (u64::from(self.width + self.gap), u64::from(self.height + self.gap));
                let columns = |wider: u64| (u64::from(cells) * wider * down).div_ceil(across).isqrt();
                u32::try_from(columns(FEW_WIDER).min(FEW_COLUMNS).max(columns(WIDER))).unwrap_or(u32::MAX)
            }
        };
        let columns = columns.max(1).min(self.columns_in(room));
        (2 * PADDING + columns * (self.width + self.gap) - self.gap).max(NARROWEST).min(room)
    }

    /// The height of a card with so many cells at a width.
    pub(super) fn height(self, cells: u32, width: u32) -> u32 {
        if cells == 0 {
            return HEADING + PADDING / 2;
        }
        let rows = cells.div_ceil(self.columns(cells, width));
        HEADING + rows * (self.height + self.gap) - self.gap + PADDING
    }

    /// Where a cell of a card stands.
    pub(super) fn cell(self, index: u32, cells: u32, card: Frame) -> Frame {
        let columns = self.columns(cells, card.width);
        let (column, row) = match self.order {
            Order::Rows => (index % columns, index / columns),
            Order::Face => {
                let rows = cells.div_ceil(columns);
                (index / rows, index % rows)
            }
        };
        Frame {
            x: card.x + PADDING + column * (self.width + self.gap),
            y: card.y + HEADING + row * (self.height + self.gap),
            width: self.width,
            height: self.height,
        }
    }

    fn columns(self, cells: u32, width: u32) -> u32 {
        let fitting = self.columns_in(width);
        match self.order {
            Order::Rows => fitting,
            Order::Face => cells.div_ceil(2).clamp(1, fitting),
        }
    }

    fn columns_in(self, width: u32) -> u32 {
        (width.saturating_sub(2 * PADDING) + self.gap).checked_div(self.width + self.gap).unwrap_or(1).max(1)
    }
}
