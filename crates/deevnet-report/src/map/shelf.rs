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
/// A shelf whose items leave little of the width is filled by widening them alike, so that its edges align.
pub(super) fn shelve<T: Shelved>(items: &[T], room: u32, top: u32) -> Vec<Frame> {
    let mut frames = Vec::with_capacity(items.len());
    let mut y = top;
    for shelf in shelves(items, room) {
        let widths = widths(shelf, room);
        let height = shelf.iter().zip(&widths).map(|(item, width)| item.height_at(*width)).max().unwrap_or(0);
        let mut x = 0;
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

/// The widths of the items of one shelf: widened alike where they fill at least half of it.
fn widths<T: Shelved>(shelf: &[T], room: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = shelf.iter().map(|item| item.natural_width(room)).collect();
    let count = u32::try_from(widths.len()).unwrap_or(u32::MAX);
    let used = widths.iter().sum::<u32>() + GAP * count.saturating_sub(1);
    let spare = room.saturating_sub(used);
    if count > 0 && used >= room / 2 {
        let (each, rest) = (spare / count, spare % count);
        for (index, width) in (0..count).zip(&mut widths) {
            *width += each + u32::from(index < rest);
        }
    }
    widths
}
