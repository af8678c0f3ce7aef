//! What stands on the map: cards, and the cells in them.

use std::sync::Arc;

use serde::Serialize;

use super::badge::Badge;
use super::frame::Frame;
use super::grid::{Grid, Order, PADDING};
use super::shelf::Shelved;
use crate::segments::Tinted;

/// How many segments of a host are drawn.
const MOST_STRIPES: usize = 4;
/// The room that the colour of a segment takes before its name.
const TINT: u32 = 16;
/// How far below the top of a card the line of its title is, and how high.
const LINE_TOP: u32 = 5;
const LINE: u32 = 24;
/// About how wide a character of a title is, and one of a subtitle.
const TITLE_CHARACTER: u32 = 8;
const SUBTITLE_CHARACTER: u32 = 6;

/// A thing with a frame of its own, and what belongs to it as cells.
#[derive(Debug, Serialize)]
pub(crate) struct Card {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) subtitle: String,
    /// As much of both as there is room for.
    pub(super) short_title: String,
    pub(super) short_subtitle: String,
    /// The host that it is, where it is one.
    #[serde(skip)]
    pub(super) host: Option<Arc<str>>,
    pub(super) anchor: Option<String>,
    /// The segment that it stands for, where it stands for one.
    pub(super) segment: Option<Tinted>,
    pub(super) badge: Option<Badge>,
    pub(super) cells: Vec<Cell>,
    #[serde(skip)]
    pub(super) grid: Grid,
    pub(super) frame: Frame,
    /// Its number on the map, by which links name it.
    pub(super) node: usize,
}

/// A host, an interface, a machine or a port.
#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    pub(super) class: &'static str,
    pub(super) label: String,
    /// All that is worth knowing about it, for who points at it.
    pub(super) title: String,
    #[serde(skip)]
    pub(super) host: Option<Arc<str>>,
    pub(super) anchor: Option<String>,
    /// The segments that it is on, the first ones as stripes.
    pub(super) segments: Vec<Tinted>,
    pub(super) badge: Option<Badge>,
    pub(super) frame: Frame,
    #[serde(flatten)]
    pub(super) lettering: Lettering,
    pub(super) node: usize,
}

/// How the label and the stripes of a cell are drawn in its frame.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Lettering {
    /// As much of the label as there is room for.
    short: String,
    text_x: u32,
    baseline: u32,
    /// The width of a stripe, how many there are, and how far below the top they begin.
    stripe: u32,
    stripes: usize,
    stripe_top: u32,
}

impl Shelved for Card {
    fn natural_width(&self, room: u32) -> u32 {
        self.grid.natural_width(self.count(), room)
    }

    fn height_at(&self, width: u32) -> u32 {
        self.grid.height(self.count(), width)
    }
}

impl Card {
    /// A card without a place.
    pub(super) fn new(class: &'static str, title: String, cells: Vec<Cell>, grid: Grid) -> Self {
        Self {
            class,
            title,
            subtitle: String::new(),
            short_title: String::new(),
            short_subtitle: String::new(),
            host: None,
            anchor: None,
            segment: None,
            badge: None,
            cells,
            grid,
            frame: Frame::default(),
            node: 0,
        }
    }

    /// Puts the card into a frame, and its cells into theirs.
    pub(super) fn place(&mut self, frame: Frame) {
        self.frame = frame;
        let room = frame.width.saturating_sub(2 * PADDING);
        let before = if self.segment.is_some() { TINT } else { 0 };
        let after = self.badge.as_mut().map_or(0, |badge| badge.put(frame.right() - PADDING, frame.y + LINE_TOP, LINE));
        self.short_title = fitting(&self.title, room.saturating_sub(before + after) / TITLE_CHARACTER);
        self.short_subtitle = fitting(&self.subtitle, room / SUBTITLE_CHARACTER);
        let (grid, count) = (self.grid, self.count());
        for (index, cell) in (0..count).zip(&mut self.cells) {
            cell.frame = grid.cell(index, count, frame);
            let Frame { y, height, .. } = cell.frame;
            let after = cell.badge.as_mut().map_or(0, |badge| badge.put(cell.frame.right() - height / 6, y, height));
            cell.lettering = Lettering::of(cell, grid, after);
        }
    }

    /// Whether it or anything in it has a badge.
    pub(super) fn has_badges(&self) -> bool {
        self.badge.is_some() || self.cells.iter().any(|cell| cell.badge.is_some())
    }

    fn count(&self) -> u32 {
        u32::try_from(self.cells.len()).unwrap_or(u32::MAX)
    }
}

impl Cell {
    /// A cell without a place, on no segment.
    pub(super) fn new(class: &'static str, label: String, title: String) -> Self {
        Self {
            class,
            label,
            title,
            host: None,
            anchor: None,
            segments: Vec::new(),
            badge: None,
            frame: Frame::default(),
            lettering: Lettering::default(),
            node: 0,
        }
    }
}

impl Lettering {
    /// Hosts have their stripes on the left, ports along the lower edge; `after` is the room that a badge takes.
    fn of(cell: &Cell, grid: Grid, after: u32) -> Self {
        let frame = cell.frame;
        let most = usize::try_from(frame.width / 4).unwrap_or(usize::MAX);
        if grid.order == Order::Face {
            let stripes = cell.segments.len().min(most);
            let count = u32::try_from(stripes).unwrap_or(u32::MAX);
            let stripe = frame.width.checked_div(count).unwrap_or(0);
            let baseline = frame.y + frame.height * 3 / 5;
            let short = fitting(&cell.label, frame.width * 2 / grid.height.max(1) + 1);
            return Self { short, text_x: frame.centre(), baseline, stripe, stripes, stripe_top: frame.height * 3 / 4 };
        }
        let stripe = (grid.height / 6).max(2);
        let stripes = cell.segments.len().min(MOST_STRIPES);
        let before = stripe * u32::try_from(stripes).unwrap_or(0) + grid.height / 4;
        Self {
            short: fitting(
                &cell.label,
                frame.width.saturating_sub(before + after) * 10 / (grid.height * 28 / 10).max(1),
            ),
            text_x: frame.x + before,
            baseline: frame.y + grid.height * 2 / 3,
            stripe,
            stripes,
            stripe_top: 0,
        }
    }
}

/// As much of a label as so many characters hold, with an ellipsis for the rest.
fn fitting(label: &str, most: u32) -> String {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if label.chars().count() <= most {
        return label.to_owned();
    }
    label.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
