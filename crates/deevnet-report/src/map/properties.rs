//! What holds for every map: nothing overlaps, everything is inside, and the same in gives the same out.

use proptest::prelude::*;

use super::card::{Card, Cell};
use super::frame::Frame;
use super::grid::Grid;
use super::shelf::shelve;
use super::{WIDTH, extent};

/// Where the first shelf of every case begins.
const TOP: u32 = 30;

fn card(cells: usize, grid: Grid) -> Card {
    let cell = || Cell::new("host", "pi01".to_owned(), String::new());
    let title = "a name that is too long for most cards".to_owned();
    Card::new("segment", title, (0..cells).map(|_| cell()).collect(), grid)
}

fn cards() -> impl Strategy<Value = Vec<Card>> {
    let grids = prop::sample::select(vec![Grid::HOSTS, Grid::MANY_HOSTS, Grid::PORTS, Grid::MANY_PORTS]);
    let sizes = prop_oneof![4 => 0_usize..12, 2 => 12_usize..60, 1 => 60_usize..1200];
    prop::collection::vec((sizes, grids).prop_map(|(cells, grid)| card(cells, grid)), 0..24)
}

fn placed(mut cards: Vec<Card>) -> Vec<Card> {
    let frames = shelve(&cards, WIDTH, TOP);
    cards.iter_mut().zip(frames).for_each(|(card, frame)| card.place(frame));
    cards
}

fn apart(frames: &[Frame]) -> bool {
    let pairs =
        frames.iter().enumerate().flat_map(|(index, frame)| frames[..index].iter().map(move |other| (frame, other)));
    pairs.into_iter().all(|(frame, other)| !frame.overlaps(*other))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_card_overlaps_another_or_leaves_the_map(cards in cards()) {
        let frames: Vec<Frame> = placed(cards).iter().map(|card| card.frame).collect();
        prop_assert!(apart(&frames), "{frames:?}");
        prop_assert!(frames.iter().all(|frame| frame.right() <= WIDTH && frame.y >= TOP));
    }

    #[test]
    fn cells_are_inside_their_card_and_apart(cards in cards()) {
        for card in placed(cards) {
            let cells: Vec<Frame> = card.cells.iter().map(|cell| cell.frame).collect();
            prop_assert!(cells.iter().all(|cell| card.frame.holds(*cell)), "{:?} in {:?}", cells, card.frame);
            prop_assert!(cells.len() > 200 || apart(&cells));
        }
    }

    #[test]
    fn cards_keep_their_order(cards in cards()) {
        let frames: Vec<(u32, u32)> = placed(cards).iter().map(|card| (card.frame.y, card.frame.x)).collect();
        prop_assert!(frames.is_sorted());
    }

    #[test]
    fn the_drawing_holds_every_card(cards in cards()) {
        let cards = placed(cards);
        let (left, width) = extent(&cards);
        prop_assert!(cards.iter().all(|card| left <= card.frame.x && card.frame.right() <= left + width));
    }
}

#[test]
fn a_thousand_hosts_fill_no_more_than_two_screens() {
    let cards = placed((0..13).map(|_| card(77, Grid::MANY_HOSTS)).collect());
    let bottom = cards.iter().map(|card| card.frame.bottom()).max();
    assert!(bottom < Some(2 * WIDTH), "{bottom:?}");
}

#[test]
fn a_label_ends_where_there_is_no_more_room() {
    let card = &placed(vec![card(3, Grid::HOSTS)])[0];
    assert_eq!(card.short_title, "a name that is too long for most …");
    let card = &placed(vec![self::card(0, Grid::HOSTS)])[0];
    assert_eq!(card.short_title, "a name that is too l…");
}
