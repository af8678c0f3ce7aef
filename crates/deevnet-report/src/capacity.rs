//! What the machines of each hypervisor use of it, as bars.

use deevnet_core::model::Substrate;
use deevnet_core::placement::{Amount, Balance, Machine, NodePlacement};
use deevnet_core::quantity::{DataSize, DataSizeUnit};
use serde::Serialize;

use crate::hosts::Anchors;

/// The length of a bar.
const LENGTH: u64 = 1000;
/// With more machines than this a bar is drawn whole.
const MOST_PARTS: usize = 40;

/// The hypervisors, and the machines that stand on none.
#[derive(Debug, Serialize)]
pub(crate) struct Capacity {
    nodes: Vec<Node>,
    unplaced: Vec<Homeless>,
}

#[derive(Debug, Serialize)]
struct Node {
    name: String,
    anchor: Option<String>,
    plane: Option<String>,
    machines: usize,
    bars: Vec<Bar>,
}

/// One resource: how much of it is used, by whom, and how much there is.
#[derive(Debug, Serialize)]
struct Bar {
    name: String,
    used: String,
    limit: Option<String>,
    left: Option<String>,
    excess: Option<String>,
    undeclared: usize,
    percent: Option<u64>,
    /// Where the limit stands on the bar.
    mark: Option<u64>,
    parts: Vec<Part>,
}

/// The share of one machine.
#[derive(Debug, Serialize)]
struct Part {
    name: String,
    start: u64,
    length: u64,
}

#[derive(Debug, Serialize)]
struct Homeless {
    machine: String,
    anchor: Option<String>,
    reason: String,
}

impl Capacity {
    pub(crate) fn of(substrate: &Substrate, anchors: &Anchors) -> Self {
        let placement = substrate.placement();
        let homeless = |unplaced: &deevnet_core::placement::Unplaced| Homeless {
            machine: unplaced.machine.clone(),
            anchor: anchors.to(&unplaced.machine).map(str::to_owned),
            reason: unplaced.reason.to_string(),
        };
        Self {
            nodes: placement.nodes().iter().map(|node| Node::of(node, anchors)).collect(),
            unplaced: placement.unplaced().iter().map(homeless).collect(),
        }
    }
}

impl Node {
    fn of(node: &NodePlacement<'_>, anchors: &Anchors) -> Self {
        let memory = |machine: &Machine<'_>| machine.definition().memory.map(|size| size.value);
        let cores = |machine: &Machine<'_>| machine.definition().cores.map(|cores| u64::from(cores.value));
        let mut bars = vec![
            Bar::of("memory", node.memory(), size, &shares(node, memory)),
            Bar::of("virtual processors", node.threads(), |threads| threads.to_string(), &shares(node, cores)),
            Bar::of("storage", node.storage(), size, &[]),
        ];
        for storage in node.storages() {
            bars.push(Bar::of(&format!("storage {}", storage.name()), storage.balance(), size, &[]));
        }
        Self {
            name: node.host().name.to_string(),
            anchor: anchors.to(&node.host().name).map(str::to_owned),
            plane: node.hypervisor().plane.map(|plane| plane.value.to_string()),
            machines: node.machines().len(),
            bars,
        }
    }
}

/// What each machine says that it uses; nothing where there are too many to be told apart.
fn shares<T: Amount>(node: &NodePlacement<'_>, amount: impl Fn(&Machine<'_>) -> Option<T>) -> Vec<(String, T)> {
    if node.machines().len() > MOST_PARTS {
        return Vec::new();
    }
    node.machines().iter().filter_map(|machine| Some((machine.name().into_owned(), amount(machine)?))).collect()
}

impl Bar {
    fn of<T: Amount>(name: &str, balance: Balance<T>, written: impl Fn(T) -> String, shares: &[(String, T)]) -> Self {
        let scale = Scale::of(balance);
        let whole = [("all machines".to_owned(), balance.used())];
        let mut used = T::ZERO;
        let mut parts = Vec::new();
        for (name, amount) in if shares.is_empty() { &whole } else { shares } {
            let start = scale.at(used);
            used = used.plus(*amount);
            let name = format!("{name}: {}", written(*amount));
            parts.push(Part { name, start, length: scale.at(used) - start });
        }
        Self {
            name: name.to_owned(),
            used: written(balance.used()),
            limit: balance.limit().map(&written),
            left: balance.left().map(&written),
            excess: balance.excess().map(&written),
            undeclared: balance.undeclared(),
            percent: balance.limit().and_then(|limit| share(balance.used().number(), limit.number(), 100)),
            mark: balance.limit().map(|limit| scale.at(limit)),
            parts,
        }
    }
}

/// How amounts become lengths: the longer of what is used and what there is fills the bar.
struct Scale {
    full: u64,
}

impl Scale {
    fn of<T: Amount>(balance: Balance<T>) -> Self {
        Self { full: balance.limit().map_or(0, T::number).max(balance.used().number()) }
    }

    fn at<T: Amount>(&self, amount: T) -> u64 {
        share(amount.number(), self.full, LENGTH).unwrap_or(0).min(LENGTH)
    }
}

/// The part of a whole in so many equal steps, rounded down.
fn share(part: u64, whole: u64, steps: u64) -> Option<u64> {
    let share = (u128::from(part) * u128::from(steps)).checked_div(u128::from(whole))?;
    Some(u64::try_from(share).unwrap_or(u64::MAX))
}

fn size(size: DataSize) -> String {
    size.about(DataSizeUnit::Gibibyte).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exceeds_the_limit_fills_the_bar_and_the_limit_moves_inside() {
        let balance = Balance::new([6_u64, 6], Some(8), 0);
        let shares = [("api".to_owned(), 6), ("web".to_owned(), 6)];
        let bar = Bar::of("virtual processors", balance, |threads| threads.to_string(), &shares);
        assert_eq!((bar.mark, bar.percent, bar.excess.as_deref()), (Some(666), Some(150), Some("4")));
        let ends: Vec<(u64, u64)> = bar.parts.iter().map(|part| (part.start, part.start + part.length)).collect();
        assert_eq!(ends, [(0, 500), (500, 1000)]);
    }

    #[test]
    fn nothing_used_of_nothing_known_is_an_empty_bar() {
        let bar = Bar::of("memory", Balance::new([], None, 2), size, &[]);
        assert_eq!((bar.parts[0].length, bar.mark, bar.percent), (0, None, None));
    }
}
