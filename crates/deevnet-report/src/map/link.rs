//! The cables of the map: from a switch port to what stands behind it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::Card;
use super::frame::Frame;

/// How far a cable between things side by side hangs down.
const SAG: u32 = 26;

/// A cable.
#[derive(Debug, Serialize)]
pub(crate) struct Link {
    /// The numbers of what it connects.
    from: usize,
    to: usize,
    /// Whether it ends at a card of its own, not at one host of many.
    is_backbone: bool,
    pub(super) path: String,
    pub(super) title: String,
}

/// Where a host is drawn.
#[derive(Debug, Clone, Copy)]
struct Place {
    node: usize,
    frame: Frame,
    is_card: bool,
}

/// A port of a switch and the host behind it.
pub(super) struct Cable<'a> {
    /// The card of the switch, and the cell of the port.
    pub(super) switch: usize,
    pub(super) port: usize,
    pub(super) behind: &'a str,
}

/// The cables between placed cards, in order of switches and ports.
pub(super) fn links(cards: &[Card], cables: &[Cable<'_>]) -> Vec<Link> {
    let places = places(cards);
    let link = |cable: &Cable<'_>| {
        let switch = cards.get(cable.switch)?;
        let port = switch.cells.get(cable.port)?;
        let place = places.get(cable.behind)?;
        Some(Link {
            from: port.node,
            to: place.node,
            is_backbone: place.is_card,
            path: path(port.frame.centre(), switch.frame, place.frame),
            title: format!("{} {} to {}", switch.title, port.label, cable.behind),
        })
    };
    cables.iter().filter_map(link).collect()
}

/// Every host that is drawn, as a card or, where it has none, as a cell that is no port.
fn places(cards: &[Card]) -> BTreeMap<&str, Place> {
    let mut places = BTreeMap::new();
    for card in cards {
        for cell in &card.cells {
            if let Some(host) = &cell.host {
                places.entry(&**host).or_insert(Place { node: cell.node, frame: cell.frame, is_card: false });
            }
        }
    }
    for card in cards {
        if let Some(host) = &card.host {
            places.insert(host, Place { node: card.node, frame: card.frame, is_card: true });
        }
    }
    places
}

/// A curve from the edge of a switch at a port to the near edge of a target.
fn path(x: u32, switch: Frame, target: Frame) -> String {
    let to = target.centre();
    if target.y >= switch.bottom() {
        curve(x, switch.bottom(), to, target.y)
    } else if target.bottom() <= switch.y {
        curve(x, switch.y, to, target.bottom())
    } else {
        let (from_y, to_y) = (switch.bottom(), target.bottom());
        let low = from_y.max(to_y) + SAG;
        format!("M{x} {from_y}C{x} {low} {to} {low} {to} {to_y}")
    }
}

fn curve(x: u32, y: u32, to_x: u32, to_y: u32) -> String {
    let middle = u32::midpoint(y, to_y);
    format!("M{x} {y}C{x} {middle} {to_x} {middle} {to_x} {to_y}")
}
