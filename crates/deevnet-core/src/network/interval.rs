//! Flattening nested networks into disjoint intervals of addresses.

use std::cmp::Reverse;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// Addresses from a first to a last, and the owner of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Interval {
    first: u32,
    last: u32,
    owner: usize,
}

/// Disjoint intervals in order of addresses, each owned by the most specific network that holds it.
///
/// Of equal networks the one with the lowest owner wins. Two networks are always nested or disjoint, so n of them make
/// at most 2n - 1 intervals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Intervals(Vec<Interval>);

/// A network that is open at the place the sweep has come to.
struct Open {
    last: u32,
    owner: usize,
}

/// The sweep over networks in order of addresses.
#[derive(Default)]
struct Sweep {
    intervals: Vec<Interval>,
    open: Vec<Open>,
    /// The first address that has no owner yet; one past the last address there is, at the end.
    next: u64,
}

impl Intervals {
    pub(super) fn of(networks: impl IntoIterator<Item = (Ipv4Net, usize)>) -> Intervals {
        let mut sweep = Sweep::default();
        for (network, owner) in in_nesting_order(networks) {
            sweep.enter(network, owner);
        }
        sweep.close_before(u64::from(u32::MAX) + 1);
        Intervals(sweep.intervals)
    }

    /// The owner of an address, found by halving.
    pub(super) fn owner_of(&self, address: Ipv4Addr) -> Option<usize> {
        let address = u32::from(address);
        let after = self.0.partition_point(|interval| interval.first <= address);
        let interval = self.0.get(after.checked_sub(1)?)?;
        (address <= interval.last).then_some(interval.owner)
    }
}

/// Networks such that each follows every network it lies in; equal ones stand with the lowest owner last.
fn in_nesting_order(networks: impl IntoIterator<Item = (Ipv4Net, usize)>) -> Vec<(Ipv4Net, usize)> {
    let mut ordered: Vec<_> = networks.into_iter().map(|(network, owner)| (network.trunc(), owner)).collect();
    ordered.sort_unstable_by_key(|(network, owner)| (network.network(), network.prefix_len(), Reverse(*owner)));
    ordered
}

/// Every pair of owners whose networks share addresses, each network with those it lies in.
pub(super) fn overlapping_owners(networks: impl IntoIterator<Item = (Ipv4Net, usize)>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (network, owner) in in_nesting_order(networks) {
        let first = u32::from(network.network());
        while open.last().is_some_and(|inner| inner.last < first) {
            open.pop();
        }
        pairs.extend(open.iter().map(|outer| (outer.owner, owner)));
        open.push(Open { last: u32::from(network.broadcast()), owner });
    }
    pairs
}

impl Sweep {
    fn enter(&mut self, network: Ipv4Net, owner: usize) {
        let first = u32::from(network.network());
        self.close_before(u64::from(first));
        if let Some(outer) = self.open.last().map(|open| open.owner) {
            self.own_until(u64::from(first), outer);
        }
        self.next = u64::from(first);
        self.open.push(Open { last: u32::from(network.broadcast()), owner });
    }

    /// Closes every open network that ends before an address.
    fn close_before(&mut self, address: u64) {
        while let Some(open) = self.open.pop_if(|open| u64::from(open.last) < address) {
            self.own_until(u64::from(open.last) + 1, open.owner);
        }
    }

    /// Gives an owner the addresses from the next one up to an end, which is not included.
    fn own_until(&mut self, end: u64, owner: usize) {
        let bounds = (u32::try_from(self.next), u32::try_from(end.saturating_sub(1)));
        if let (true, (Ok(first), Ok(last))) = (self.next < end, bounds) {
            self.intervals.push(Interval { first, last, owner });
            self.next = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(networks: &[&str]) -> String {
        let networks = networks.iter().enumerate().map(|(owner, text)| (text.parse().unwrap(), owner));
        let line = |interval: &Interval| {
            format!("{}-{} {}", Ipv4Addr::from(interval.first), Ipv4Addr::from(interval.last), interval.owner)
        };
        Intervals::of(networks).0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn nested_networks_are_cut_out_of_those_around_them() {
        insta::assert_snapshot!(written(&["10.20.0.0/16", "10.20.10.0/24", "10.20.10.128/25", "10.20.20.0/24"]), @"
        10.20.0.0-10.20.9.255 0
        10.20.10.0-10.20.10.127 1
        10.20.10.128-10.20.10.255 2
        10.20.11.0-10.20.19.255 0
        10.20.20.0-10.20.20.255 3
        10.20.21.0-10.20.255.255 0
        ");
    }

    #[test]
    fn equal_networks_belong_to_the_lowest_owner() {
        insta::assert_snapshot!(written(&["192.0.2.0/24", "192.0.2.0/24"]), @"192.0.2.0-192.0.2.255 0");
    }

    #[test]
    fn the_whole_address_space_has_both_ends() {
        insta::assert_snapshot!(written(&["0.0.0.0/0", "255.255.255.255/32", "0.0.0.0/32"]), @"
        0.0.0.0-0.0.0.0 2
        0.0.0.1-255.255.255.254 0
        255.255.255.255-255.255.255.255 1
        ");
    }

    #[test]
    fn no_networks_make_no_intervals() {
        assert_eq!(Intervals::of([]), Intervals::default());
        assert_eq!(Intervals::default().owner_of(Ipv4Addr::UNSPECIFIED), None);
    }
}
