//! The VLAN plan: bands with what is taken of them, segments with their addresses, and the ports of switches.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

use deevnet_core::model::{PortMode, Substrate};
use deevnet_core::network::VlanId;
use deevnet_core::vlan_plan::{BandUse, PlannedPort, PlannedSegment, PortDifference, VlanPlan};
use ipnet::Ipv4Net;
use serde::Serialize;

use crate::flags::{Flag, Flags};
use crate::hosts::Anchors;
use crate::segments::{Segments, Tinted};

/// The widest band that is drawn ID by ID.
const WIDEST_BAND: usize = 64;
/// How many steps the drawing of a subnet has.
const STEPS: u32 = 256;

/// The VLAN plan as a page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct VlanSection {
    bands: Vec<Band>,
    segments: Vec<SegmentRow>,
    switches: Vec<SwitchPlan>,
    conflicts: Vec<String>,
    differing: usize,
}

/// A band, and each of its IDs where it has few enough.
#[derive(Debug, Serialize)]
struct Band {
    name: String,
    range: String,
    used: usize,
    free: usize,
    next: Option<VlanId>,
    ids: Vec<Id>,
}

#[derive(Debug, Serialize)]
struct Id {
    vlan: VlanId,
    segment: Option<Tinted>,
    is_taken: bool,
}

#[derive(Debug, Serialize)]
struct SegmentRow {
    segment: Tinted,
    flag: Option<Flag>,
    band: Option<String>,
    subnet: Option<Ipv4Net>,
    gateway: Option<Ipv4Addr>,
    pool: Option<String>,
    ssid: Option<Arc<str>>,
    interfaces: usize,
    ports: usize,
    addresses: Option<AddressStrip>,
}

/// A subnet as a strip of 256 steps.
#[derive(Debug, Serialize)]
struct AddressStrip {
    /// Where the dynamic pool begins, and how long it is.
    pool: Option<(u32, u32)>,
    gateway: Option<u32>,
    /// The steps on which interfaces have addresses.
    used: Vec<u32>,
    used_count: usize,
}

#[derive(Debug, Serialize)]
struct SwitchPlan {
    name: Arc<str>,
    anchor: Option<String>,
    ports: Vec<PortRow>,
}

#[derive(Debug, Serialize)]
struct PortRow {
    name: Option<Arc<str>>,
    description: Option<Arc<str>>,
    behind: Option<Arc<str>>,
    behind_anchor: Option<String>,
    mode: &'static str,
    untagged: Option<VlanMark>,
    tagged: Vec<VlanMark>,
    is_all: bool,
    differences: Vec<Difference>,
}

/// A VLAN with its segment's colour.
#[derive(Debug, Serialize)]
struct VlanMark {
    id: VlanId,
    segment: Option<Tinted>,
}

#[derive(Debug, Serialize)]
struct Difference {
    class: &'static str,
    text: String,
}

impl VlanSection {
    pub(crate) fn of(substrate: &Substrate, segments: &Segments, anchors: &Anchors, flags: &Flags) -> Self {
        let plan = substrate.vlan_plan();
        let addresses = addresses(substrate, segments);
        let mut switches: BTreeMap<&Arc<str>, Vec<PortRow>> = BTreeMap::new();
        for port in plan.ports() {
            switches.entry(&port.switch).or_default().push(PortRow::of(port, segments, anchors));
        }
        let row = |segment: &PlannedSegment| {
            let flag = flags.segment(&segment.name).cloned();
            SegmentRow::of(segment, &plan, segments, &addresses).map(|row| SegmentRow { flag, ..row })
        };
        Self {
            bands: plan.bands().iter().map(|band| Band::of(band, &plan, segments)).collect(),
            segments: plan.segments().iter().filter_map(row).collect(),
            switches: switches
                .into_iter()
                .map(|(name, ports)| SwitchPlan {
                    name: Arc::clone(name),
                    anchor: anchors.to(name).map(str::to_owned),
                    ports,
                })
                .collect(),
            conflicts: plan.conflicts().iter().map(ToString::to_string).collect(),
            differing: plan.ports().iter().filter(|port| !port.differences.is_empty()).count(),
        }
    }
}

/// The addresses of interfaces, by the place of their segment; `None` for those that DHCP gives.
fn addresses(substrate: &Substrate, segments: &Segments) -> BTreeMap<usize, Vec<Option<Ipv4Addr>>> {
    let mut addresses: BTreeMap<usize, Vec<Option<Ipv4Addr>>> = BTreeMap::new();
    for interface in substrate.hosts.values().flat_map(|host| host.interfaces.values()) {
        if let Some(segment) = segments.of_interface(interface) {
            addresses.entry(segment.place).or_default().push(interface.address.value.fixed());
        }
    }
    addresses
}

impl Band {
    fn of(band: &BandUse, plan: &VlanPlan, segments: &Segments) -> Self {
        let (start, end) = (band.range.start(), band.range.end());
        let taken = plan.taken();
        let id = |id: VlanId| Id { vlan: id, segment: segments.on(id).cloned(), is_taken: taken.contains(id) };
        let drawn = if band.size <= WIDEST_BAND { band.size } else { 0 };
        Self {
            name: band.band.to_string(),
            range: if start == end { start.to_string() } else { format!("{start}–{end}") },
            used: band.used,
            free: band.free,
            next: plan.free(band.band).ok(),
            ids: band.range.ids().take(drawn).map(id).collect(),
        }
    }
}

impl SegmentRow {
    fn of(
        segment: &PlannedSegment,
        plan: &VlanPlan,
        segments: &Segments,
        addresses: &BTreeMap<usize, Vec<Option<Ipv4Addr>>>,
    ) -> Option<Self> {
        let tinted = segments.named(&segment.name)?.clone();
        let used = addresses.get(&tinted.place).map(Vec::as_slice).unwrap_or_default();
        let carries = |port: &&PlannedPort| segment.vlan.is_some_and(|vlan| port.declared.carries(vlan));
        Some(Self {
            flag: None,
            band: segment.band.as_ref().map(ToString::to_string),
            subnet: segment.subnet,
            gateway: segment.gateway,
            pool: segment.pool.map(|(start, end)| format!("{start} – {end}")),
            ssid: segment.ssid.clone(),
            interfaces: used.len(),
            ports: plan.ports().iter().filter(carries).count(),
            addresses: segment.subnet.map(|subnet| AddressStrip::of(subnet, segment, used)),
            segment: tinted,
        })
    }
}

impl AddressStrip {
    fn of(subnet: Ipv4Net, segment: &PlannedSegment, used: &[Option<Ipv4Addr>]) -> Self {
        let step = |address: Ipv4Addr| step(subnet, address);
        let pool = segment.pool.and_then(|(start, end)| {
            let (start, end) = (step(start)?, step(end)?);
            Some((start, end.saturating_sub(start) + 1))
        });
        let steps: BTreeSet<u32> = used.iter().flatten().filter_map(|address| step(*address)).collect();
        Self {
            pool,
            gateway: segment.gateway.and_then(step),
            used_count: used.iter().flatten().count(),
            used: steps.into_iter().collect(),
        }
    }
}

/// The step of a strip that an address of the subnet is on.
fn step(subnet: Ipv4Net, address: Ipv4Addr) -> Option<u32> {
    if !subnet.contains(&address) {
        return None;
    }
    let offset = u64::from(u32::from(address) - u32::from(subnet.network()));
    let size = 1_u64 << (32 - u32::from(subnet.prefix_len()));
    u32::try_from(offset * u64::from(STEPS) / size).ok()
}

impl PortRow {
    fn of(port: &PlannedPort, segments: &Segments, anchors: &Anchors) -> Self {
        let mark = |id: VlanId| VlanMark { id, segment: segments.on(id).cloned() };
        let behind = port.required.as_ref().map(|required| &required.behind.host);
        Self {
            name: port.interface.clone(),
            description: port.description.clone(),
            behind: behind.cloned(),
            behind_anchor: behind.and_then(|host| anchors.to(host)).map(str::to_owned),
            mode: mode(port.declared.mode),
            untagged: port.declared.native.map(mark),
            tagged: port.declared.tagged.iter().copied().map(mark).collect(),
            is_all: port.declared.is_all,
            differences: port.differences.iter().copied().map(Difference::of).collect(),
        }
    }
}

impl Difference {
    fn of(difference: PortDifference) -> Self {
        let (class, text) = match difference {
            PortDifference::Mode { required, .. } => ("wrong", format!("must be {}", mode(required))),
            PortDifference::Native { required, .. } => ("wrong", format!("untagged must be {required}")),
            PortDifference::Missing { vlan } => ("missing", format!("{vlan} missing")),
            PortDifference::Superfluous { vlan } => ("superfluous", format!("{vlan} not needed")),
            _ => ("wrong", "differs".to_owned()),
        };
        Self { class, text }
    }
}

fn mode(mode: PortMode) -> &'static str {
    match mode {
        PortMode::Trunk => "trunk",
        PortMode::Access => "access",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_has_256_steps_whatever_the_size_of_the_subnet() {
        let step = |subnet: &str, address: &str| step(subnet.parse().unwrap(), address.parse().unwrap());
        assert_eq!(step("10.20.30.0/24", "10.20.30.0"), Some(0));
        assert_eq!(step("10.20.30.0/24", "10.20.30.255"), Some(255));
        assert_eq!(step("10.20.0.0/16", "10.20.255.255"), Some(255));
        assert_eq!(step("0.0.0.0/0", "255.255.255.255"), Some(255));
        assert_eq!(step("10.20.30.4/32", "10.20.30.4"), Some(0));
        assert_eq!(step("10.20.30.0/24", "10.20.31.1"), None);
    }
}
