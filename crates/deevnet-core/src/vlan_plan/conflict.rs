//! Two segments that claim one thing.

use std::collections::BTreeMap;
use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;

use ipnet::Ipv4Net;
use serde::Serialize;

use super::segment::PlannedSegment;
use crate::network::VlanId;

/// Two segments that claim one thing, both by name, the lesser name first.
///
/// `Display` says it in one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[non_exhaustive]
pub enum Conflict {
    /// Both are on one VLAN.
    Vlan {
        /// The VLAN.
        vlan: VlanId,
        /// The two segments.
        segments: (Arc<str>, Arc<str>),
    },
    /// Both are on one wireless network.
    Ssid {
        /// The name of the wireless network.
        ssid: Arc<str>,
        /// The two segments.
        segments: (Arc<str>, Arc<str>),
    },
    /// Their subnets share addresses.
    Subnet {
        /// The two subnets, in the order of the segments.
        subnets: (Ipv4Net, Ipv4Net),
        /// The two segments.
        segments: (Arc<str>, Arc<str>),
    },
    /// Their dynamic pools share addresses.
    Pool {
        /// The first and last address that are in both.
        shared: (Ipv4Addr, Ipv4Addr),
        /// The two segments.
        segments: (Arc<str>, Arc<str>),
    },
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vlan { vlan, segments: (left, right) } => write!(f, "{left} and {right} are both on VLAN {vlan}"),
            Self::Ssid { ssid, segments: (left, right) } => {
                write!(f, "{left} and {right} both have the wireless network \"{ssid}\"")
            }
            Self::Subnet { subnets: (one, other), segments: (left, right) } => {
                write!(f, "the subnet {one} of {left} overlaps {other} of {right}")
            }
            Self::Pool { shared: (start, end), segments: (left, right) } => {
                write!(f, "the pools of {left} and {right} share {start}-{end}")
            }
        }
    }
}

/// Every conflict between two segments, sorted.
pub(super) fn conflicts(segments: &[PlannedSegment]) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    conflicts
        .extend(shared(segments, |segment| segment.vlan).map(|(vlan, segments)| Conflict::Vlan { vlan, segments }));
    let by_ssid = shared(segments, |segment| segment.ssid.clone());
    conflicts.extend(by_ssid.map(|(ssid, segments)| Conflict::Ssid { ssid, segments }));
    let subnets = touching(segments, |segment| {
        let subnet = segment.subnet?;
        Some((subnet.network(), subnet.broadcast()))
    });
    conflicts.extend(subnets.filter_map(|(left, right, _)| {
        let (subnets, segments) = ((left.subnet?, right.subnet?), names(left, right));
        Some(Conflict::Subnet { subnets, segments })
    }));
    let pools = touching(segments, |segment| segment.pool);
    conflicts.extend(pools.map(|(left, right, shared)| Conflict::Pool { shared, segments: names(left, right) }));
    conflicts.sort_unstable();
    conflicts
}

fn names(left: &PlannedSegment, right: &PlannedSegment) -> (Arc<str>, Arc<str>) {
    (Arc::clone(&left.name), Arc::clone(&right.name))
}

/// Every two segments with one value.
fn shared<T: Ord + Clone>(
    segments: &[PlannedSegment],
    value_of: impl Fn(&PlannedSegment) -> Option<T>,
) -> impl Iterator<Item = (T, (Arc<str>, Arc<str>))> {
    let mut holders: BTreeMap<T, Vec<&PlannedSegment>> = BTreeMap::new();
    for segment in segments {
        if let Some(value) = value_of(segment) {
            holders.entry(value).or_default().push(segment);
        }
    }
    holders.into_iter().flat_map(|(value, holders)| {
        pairs(&holders).into_iter().map(move |(left, right)| (value.clone(), names(left, right))).collect::<Vec<_>>()
    })
}

type Addresses = (Ipv4Addr, Ipv4Addr);

/// Every two segments whose runs of addresses meet, with the run that both hold.
fn touching(
    segments: &[PlannedSegment],
    run_of: impl Fn(&PlannedSegment) -> Option<Addresses>,
) -> impl Iterator<Item = (&PlannedSegment, &PlannedSegment, Addresses)> {
    let mut runs: Vec<(Addresses, &PlannedSegment)> =
        segments.iter().filter_map(|segment| Some((run_of(segment)?, segment))).collect();
    runs.sort_unstable();
    let mut open: Vec<(Addresses, &PlannedSegment)> = Vec::new();
    let mut found = Vec::new();
    for (run, segment) in runs {
        open.retain(|(before, _)| before.1 >= run.0);
        for (before, other) in &open {
            let (left, right) = if other.name <= segment.name { (*other, segment) } else { (segment, *other) };
            found.push((left, right, (run.0.max(before.0), run.1.min(before.1))));
        }
        open.push((run, segment));
    }
    found.into_iter()
}

/// Every two of a list, in order of names.
fn pairs<'s>(segments: &[&'s PlannedSegment]) -> Vec<(&'s PlannedSegment, &'s PlannedSegment)> {
    let mut sorted = segments.to_vec();
    sorted.sort_unstable_by(|left, right| left.name.cmp(&right.name));
    let after = |index: usize| sorted.get(index + 1..).unwrap_or_default().iter().copied();
    sorted.iter().enumerate().flat_map(|(index, left)| after(index).map(move |right| (*left, right))).collect()
}
