//! The map of a substrate: routers, switches with their ports, hypervisors with their machines, and everything else
//! by segment.
//!
//! The drawing is our own: cards on shelves, in four tiers. Nothing is chosen by chance or by measuring, so a substrate
//! is always drawn alike, wherever that is done.

mod badge;
mod card;
mod frame;
mod grid;
mod link;
#[cfg(test)]
mod properties;
mod shelf;
mod tiers;

use deevnet_core::model::Substrate;
use serde::Serialize;

use self::card::Card;
use self::link::{Link, links};
use self::shelf::shelve;
use self::tiers::{Draft, draft};
use crate::flags::{Flag, Flags};
use crate::hosts::Anchors;
use crate::segments::{Segments, Tinted};

/// The width that cards share.
const WIDTH: u32 = 1280;
/// The width below which no map is drawn.
const NARROWEST: u32 = 560;
/// The room above the cards of a tier, for its name.
const TIER_HEADING: u32 = 30;
/// The room between tiers, for cables.
const TIER_GAP: u32 = 40;

/// A map, ready to be drawn.
#[derive(Debug, Serialize)]
pub(crate) struct Map {
    /// Where the drawing begins on the left; nothing stands before it.
    x: u32,
    width: u32,
    height: u32,
    description: String,
    /// Whether hosts are so many that their names are for a closer look.
    is_dense: bool,
    /// Whether ports are.
    has_small_ports: bool,
    /// Whether anything on the map has a badge.
    has_badges: bool,
    legend: Vec<Entry>,
    tiers: Vec<Tier>,
    cards: Vec<Card>,
    links: Vec<Link>,
}

/// The name of a tier, and where it stands.
#[derive(Debug, Serialize)]
struct Tier {
    name: &'static str,
    y: u32,
}

/// A segment in the legend.
#[derive(Debug, Serialize)]
struct Entry {
    segment: Tinted,
    flag: Option<Flag>,
}

impl Map {
    pub(crate) fn of(substrate: &Substrate, segments: &Segments, anchors: &Anchors, flags: &Flags) -> Self {
        let Draft { tiers: drafts, cables, is_dense, has_small_ports, description } =
            draft(substrate, segments, anchors, flags);
        let (mut cards, mut tiers) = (Vec::new(), Vec::new());
        let mut y = 0;
        for (name, mut drafted) in drafts {
            if drafted.is_empty() {
                continue;
            }
            tiers.push(Tier { name, y: y + TIER_HEADING / 2 });
            let frames = shelve(&drafted, WIDTH, y + TIER_HEADING);
            y = frames.iter().map(|frame| frame.bottom()).max().unwrap_or(y) + TIER_GAP;
            drafted.iter_mut().zip(frames).for_each(|(card, frame)| card.place(frame));
            cards.append(&mut drafted);
        }
        number(&mut cards);
        let links = links(&cards, &cables);
        let (x, width) = extent(&cards);
        let height = y.saturating_sub(TIER_GAP).max(1);
        let legend = legend(segments, flags);
        let has_badges = legend.iter().any(|entry| entry.flag.is_some()) || cards.iter().any(Card::has_badges);
        Self { x, width, height, description, is_dense, has_small_ports, has_badges, legend, tiers, cards, links }
    }
}

fn legend(segments: &Segments, flags: &Flags) -> Vec<Entry> {
    let entry = |segment: &Tinted| Entry { segment: segment.clone(), flag: flags.grave_segment(&segment.name) };
    segments.all().iter().map(entry).collect()
}

/// Where cards begin on the left and how wide they stand together, with room for the names of tiers.
fn extent(cards: &[Card]) -> (u32, u32) {
    let left = cards.iter().map(|card| card.frame.x).min().unwrap_or(0);
    let right = cards.iter().map(|card| card.frame.right()).max().unwrap_or(0);
    let missing = NARROWEST.saturating_sub(right - left);
    let left = left.saturating_sub(missing / 2);
    (left, (right - left).max(NARROWEST))
}

/// Numbers cards and cells in the order in which they are drawn.
fn number(cards: &mut [Card]) {
    let mut next = 0;
    for card in cards {
        card.node = next;
        next += 1;
        for cell in &mut card.cells {
            cell.node = next;
            next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::path::Path;

    use deevnet_inventory::{Options, load};

    use super::frame::Frame;
    use super::*;

    /// The map of the example, a line a card: where it stands, how many cells it has, and its cables.
    fn drawn() -> String {
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/dvntm");
        let substrate = deevnet_core::check(&load(&example, &Options::default()).unwrap()).substrate;
        let map = Map::of(&substrate, &Segments::of(&substrate), &Anchors::of(&substrate), &Flags::default());
        let mut text = format!("{}\n", map.description);
        for Card { class, title, subtitle, frame, cells, .. } in &map.cards {
            let Frame { x, y, width, height } = frame;
            let _ = writeln!(text, "{class} {title} ({subtitle}) {width}x{height} at {x},{y}: {} cells", cells.len());
        }
        for link in &map.links {
            let _ = writeln!(text, "{} {}", link.title, link.path);
        }
        text
    }

    #[test]
    fn the_example_is_drawn_as_it_was() {
        insta::assert_snapshot!(drawn(), @"
        2 routers, 1 switch, 2 hypervisors; 16 hosts in all
        router core-rt01 (core) 196x110 at 383,30: 2 cells
        router edge-rt01 (edge) 302x110 at 595,30: 4 cells
        switch access-sw01 (switch, 10 ports) 196x110 at 383,210: 10 cells
        access-point ap01 (access point) 302x110 at 595,210: 4 cells
        hypervisor hv01 (management plane, 4 machines) 302x110 at 330,390: 4 cells
        hypervisor hv02 (tenant plane, 3 machines) 302x110 at 648,390: 3 cells
        segment iot (VLAN 30, 5 hosts) 302x140 at 383,570: 5 cells
        segment management (VLAN 99, 1 host) 196x140 at 701,570: 1 cells
        access-sw01 1 to core-rt01 M408 210C408 175 481 175 481 140
        access-sw01 2 to ap01 M408 320C408 346 746 346 746 320
        access-sw01 3 to hv01 M438 320C438 355 481 355 481 390
        access-sw01 4 to hv02 M438 320C438 355 799 355 799 390
        access-sw01 5 to depot-ph01 M468 320C468 467 781 467 781 614
        access-sw01 6 to depot-ph01 M468 320C468 467 781 467 781 614
        access-sw01 9 to pi01 M498 320C498 467 605 467 605 614
        access-sw01 10 to pi02 M498 320C498 482 463 482 463 644
        access-sw01 11 to pi03 M528 320C528 482 605 482 605 644
        access-sw01 12 to pi04 M528 320C528 497 463 497 463 674
        ");
    }
}
