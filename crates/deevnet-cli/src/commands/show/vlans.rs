//! The VLAN plan of a substrate: bands, segments, and what each switch port carries and has to carry.

use std::collections::BTreeSet;
use std::fmt::Write;

use deevnet_core::model::PortMode;
use deevnet_core::network::VlanId;
use deevnet_core::vlan_plan::{BandUse, Conflict, PlannedPort, PlannedSegment, PortDifference, VlanPlan};
use serde::Serialize;

use super::shown;
use crate::printable::printable;
use crate::table::Table;

/// What the last column of the ports says.
const LEGEND: &str = "\n+ID is needed and not carried, -ID is carried and not needed.\n";

/// The plan as data.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    bands: Vec<BandUse>,
    segments: &'a [PlannedSegment],
    ports: &'a [PlannedPort],
    conflicts: Vec<Conflict>,
}

impl<'a> Document<'a> {
    pub(super) fn new(plan: &'a VlanPlan) -> Self {
        Self { bands: plan.bands(), segments: plan.segments(), ports: plan.ports(), conflicts: plan.conflicts() }
    }
}

/// A table of bands, one of segments and, where there are switches, one of ports; conflicts are lines below.
pub(super) fn text(plan: &VlanPlan) -> String {
    let mut text = format!("{}\n{}", bands(plan), segments(plan));
    if !plan.ports().is_empty() {
        let _ = write!(text, "\n{}", ports(plan));
    }
    if plan.ports().iter().any(|port| !port.differences.is_empty()) {
        text.push_str(LEGEND);
    }
    let conflicts = plan.conflicts();
    if !conflicts.is_empty() {
        text.push_str("\nCONFLICTS\n");
    }
    for conflict in conflicts {
        let _ = writeln!(text, "{}", printable(&conflict.to_string()));
    }
    text
}

fn bands(plan: &VlanPlan) -> Table {
    let mut table = Table::new(["BAND", "VLANS", "SIZE", "USED", "FREE", "NEXT"]);
    (2..=5).for_each(|column| table.align_right(column));
    for band in plan.bands() {
        let (start, end) = (band.range.start(), band.range.end());
        let range = if start == end { start.to_string() } else { format!("{start}-{end}") };
        let next = plan.free(band.band).ok();
        table.row([
            band.band.to_string(),
            range,
            band.size.to_string(),
            band.used.to_string(),
            band.free.to_string(),
            shown(next.as_ref()),
        ]);
    }
    table
}

fn segments(plan: &VlanPlan) -> Table {
    let mut table = Table::new(["VLAN", "SEGMENT", "BAND", "SUBNET", "POOL", "SSID"]);
    table.align_right(0);
    for segment in plan.segments() {
        table.row([
            shown(segment.vlan.as_ref()),
            segment.name.to_string(),
            shown(segment.band.as_ref()),
            shown(segment.subnet.as_ref()),
            segment.pool.map_or_else(|| "-".to_owned(), |(start, end)| format!("{start}-{end}")),
            shown(segment.ssid.as_ref()),
        ]);
    }
    table
}

/// What is declared and, in the last two columns, what is wrong with that for what stands behind the port.
fn ports(plan: &VlanPlan) -> Table {
    let mut table = Table::new(["SWITCH", "PORT", "BEHIND", "MODE", "UNTAGGED", "TAGGED", "NEEDED", "DIFFERS"]);
    for port in plan.ports() {
        table.row([
            port.switch.to_string(),
            shown(port.interface.as_ref()),
            shown(port.required.as_ref().map(|required| &required.behind.host)),
            mode(port.declared.mode).to_owned(),
            shown(port.declared.native.as_ref()),
            listed(&port.declared.tagged),
            needed(port),
            differences(port),
        ]);
    }
    table
}

fn mode(mode: PortMode) -> &'static str {
    match mode {
        PortMode::Trunk => "trunk",
        PortMode::Access => "access",
    }
}

fn needed(port: &PlannedPort) -> String {
    let Some(required) = &port.required else { return "-".to_owned() };
    listed(&required.vlans.keys().copied().collect())
}

fn listed(vlans: &BTreeSet<VlanId>) -> String {
    let ids: Vec<String> = vlans.iter().map(ToString::to_string).collect();
    if ids.is_empty() { "-".to_owned() } else { ids.join(",") }
}

/// How a port differs, in short: `+30` is missing, `-40` is superfluous.
fn differences(port: &PlannedPort) -> String {
    let words: Vec<String> = port.differences.iter().copied().map(difference).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

fn difference(difference: PortDifference) -> String {
    match difference {
        PortDifference::Mode { required, .. } => format!("mode:{}", mode(required)),
        PortDifference::Native { required, .. } => format!("untagged:{required}"),
        PortDifference::Missing { vlan } => format!("+{vlan}"),
        PortDifference::Superfluous { vlan } => format!("-{vlan}"),
        _ => "other".to_owned(),
    }
}
