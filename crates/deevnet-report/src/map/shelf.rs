//! Cards side by side on shelves: in order, as many as fit, edge to edge.

use super::frame::Frame;

/// The space between cards.
pub(super) const GAP: u32 = 16;

/// What stands on a shelf: how wide it likes to be, and how high it is at a width.
pub(super) trait Shelved {
    /// The width that it likes to have where there is so much room.
    fn natural_width(&self, room: u32) -> u32;

    /// Its height at a width that is not less than that.
    fn height_at(&self, width: u32) -> u32;
}

/// The frames of items in a width, from a height on downwards; the same order in, the same frames out.
///
/// A shelf whose items leave little of the width is filled by widening them alike, so that its edges align; the items of
/// a last shelf are widened as those above. A shelf that stands alone stands in the middle.
pub(super) fn shelve<T: Shelved>(items: &[T], room: u32, top: u32) -> Vec<Frame> {
    let mut frames = Vec::with_capacity(items.len());
    let (mut y, mut above) = (top, None);
    for shelf in shelves(items, room) {
        let natural: Vec<u32> = shelf.iter().map(|item| item.natural_width(room)).collect();
        let widths = widened(&natural, room, above);
        let height = shelf.iter().zip(&widths).map(|(item, width)| item.height_at(*width)).max().unwrap_or(0);
        let spare = room.saturating_sub(occupied(&widths));
        let mut x = if above.is_some() { 0 } else { spare / 2 };
        above = widths.first().zip(natural.first()).map(|(width, natural)| width - natural);
        for width in widths {
            frames.push(Frame { x, y, width, height });
            x += width + GAP;
        }
        y += height + GAP;
    }
    frames
}

/// The items, cut where the next would not fit.
fn shelves<T: Shelved>(items: &[T], room: u32) -> Vec<&[T]> {
    let mut shelves = Vec::new();
    let (mut first, mut used) = (0, 0);
    for (index, item) in items.iter().enumerate() {
        let width = item.natural_width(room);
        if index > first && used + width > room {
            shelves.push(&items[first..index]);
            (first, used) = (index, 0);
        }
        used += width + GAP;
    }
    if first < items.len() {
        shelves.push(&items[first..]);
    }
    shelves
}

/// Widths, widened alike: to fill the room where they take most of it, else by as much as those of the shelf above.
fn widened(natural: &[u32], room: u32, above: Option<u32>) -> Vec<u32> {
    let count = u32::try_from(natural.len()).unwrap_or(u32::MAX);
    let spare = room.saturating_sub(occupied(natural));
    let (fair, rest) = (spare.checked_div(count).unwrap_or(0), spare.checked_rem(count).unwrap_or(0));
    let (each, rest) = if occupied(natural) >= room / 4 * 3 { (fair, rest) } else { (above.unwrap_or(0).min(fair), 0) };
    (0..count).zip(natural).map(|(index, width)| width + each + u32::from(index < rest)).collect()
}

/// The room that items of these widths take side by side.
fn occupied(widths: &[u32]) -> u32 {
    let gaps = u32::try_from(widths.len().saturating_sub(1)).unwrap_or(u32::MAX);
    widths.iter().sum::<u32>() + GAP * gaps
}
