//! The map of a substrate: routers, switches with their ports, hypervisors with their machines, and everything else
//! by segment.
//!
//! The drawing is our own: cards on shelves, in four tiers. Nothing is chosen by chance or by measuring, so a substrate
//! is always drawn alike, and a host that is added moves only what stands behind it.

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
#[cfg(test)]
use self::frame::Frame;
use self::link::{Link, links};
use self::shelf::shelve;
use self::tiers::{Draft, draft};
use crate::hosts::Anchors;
use crate::segments::Segments;

/// The width of every map.
const WIDTH: u32 = 1280;
/// The room above the cards of a tier, for its name.
const TIER_HEADING: u32 = 30;
/// The room between tiers, for cables.
const TIER_GAP: u32 = 40;

/// A map, ready to be drawn.
#[derive(Debug, Serialize)]
pub(crate) struct Map {
    width: u32,
    height: u32,
    description: String,
    /// Whether hosts are so many that their names are for a closer look.
    is_dense: bool,
    /// Whether ports are.
    has_small_ports: bool,
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

impl Map {
    pub(crate) fn of(substrate: &Substrate, segments: &Segments, anchors: &Anchors) -> Self {
        let Draft { tiers: drafts, cables, is_dense, has_small_ports, description } =
            draft(substrate, segments, anchors);
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
        let height = y.saturating_sub(TIER_GAP).max(1);
        Self { width: WIDTH, height, description, is_dense, has_small_ports, tiers, cards, links }
    }

    /// The frames of all cards and cells.
    #[cfg(test)]
    fn frames(&self) -> (Vec<Frame>, Vec<Vec<Frame>>) {
        let cells = |card: &Card| card.cells.iter().map(|cell| cell.frame).collect();
        (self.cards.iter().map(|card| card.frame).collect(), self.cards.iter().map(cells).collect())
    }
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
