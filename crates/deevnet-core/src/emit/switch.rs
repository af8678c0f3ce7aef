//! Switches as they are configured: what is declared, made fit for a command line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::collector::Collector;
use super::left_out::{LeftOut, Part};
use super::port_name::PortName;
use super::reason::Reason;
use crate::finding::{Finding, Subject};
use crate::model::PortMode;
use crate::name::DnsLabel;
use crate::network::VlanId;
use crate::vlan_plan::{PlannedPort, VlanPlan};

/// One switch and its ports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SwitchConfiguration {
    /// The inventory hostname, a DNS label.
    pub switch: Arc<str>,
    /// Its ports, in order of declaration, trunks first.
    pub ports: Vec<SwitchPort>,
}

/// One port of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SwitchPort {
    /// Its name on the switch.
    pub interface: PortName,
    /// What is behind it, as declared: any text.
    pub description: Option<Arc<str>>,
    /// Trunk or access.
    pub mode: PortMode,
    /// The VLAN of untagged frames; `None` leaves a trunk on the switch's default.
    pub native: Option<VlanId>,
    /// The VLANs that pass with a tag; none on an access port.
    pub tagged: BTreeSet<VlanId>,
}

/// Collects the switches; an error about a switch, or about it as a device, leaves it out as a whole.
pub(super) fn collect(collector: &mut Collector<'_>, plan: &VlanPlan) {
    let mut by_switch: BTreeMap<&Arc<str>, Vec<&PlannedPort>> = BTreeMap::new();
    for port in plan.ports() {
        by_switch.entry(&port.switch).or_default().push(port);
    }
    for (switch, planned) in by_switch {
        let obstacle = collector.obstacles.about_device(switch).or_else(|| collector.obstacles.about_host(switch));
        let name = switch.parse::<DnsLabel>().map(|_| Arc::clone(switch)).map_err(Reason::HostName);
        let Some(switch) = collector.admit(|| subject(switch), Part::Switch, obstacle, name) else { continue };
        let ports = planned.into_iter().filter_map(|port| admit(collector, port)).collect();
        collector.published.switches.push(SwitchConfiguration { switch, ports });
    }
}

fn subject(switch: &Arc<str>) -> Subject {
    Subject::device(Arc::clone(switch))
}

fn admit(collector: &mut Collector<'_>, planned: &PlannedPort) -> Option<SwitchPort> {
    let hidden = hidden(collector, planned);
    let entry = port(planned, &hidden);
    let obstacle: Option<&Finding> = None;
    collector.admit(|| subject(&planned.switch), Part::SwitchPort, obstacle, entry)
}

/// The VLANs of a port whose segments are left out; an ID that no segment has is as good as it is declared.
fn hidden(collector: &Collector<'_>, planned: &PlannedPort) -> BTreeSet<VlanId> {
    let is_segment = |vlan: VlanId| {
        let mut segments = collector.substrate.segments.values();
        segments.any(|segment| segment.vlan_id.is_some_and(|found| found.value == vlan))
    };
    let carried = planned.declared.tagged.iter().chain(&planned.declared.native).copied();
    carried.filter(|vlan| collector.published.vlan(*vlan).is_none() && is_segment(*vlan)).collect()
}

fn port(planned: &PlannedPort, hidden: &BTreeSet<VlanId>) -> Result<SwitchPort, Reason> {
    let name = planned.interface.as_ref().ok_or(Reason::PortNameMissing)?;
    let interface: PortName = name.parse().map_err(Reason::PortName)?;
    let declared = &planned.declared;
    let native = declared.native.filter(|vlan| !hidden.contains(vlan));
    let is_lost = declared.native.is_some() && native.is_none();
    if is_lost || (declared.mode == PortMode::Access && native.is_none()) {
        return Err(Reason::PortVlanMissing(interface));
    }
    Ok(SwitchPort {
        interface,
        description: planned.description.clone(),
        mode: declared.mode,
        native,
        tagged: declared.tagged.difference(hidden).copied().collect(),
    })
}

/// A part of a switch that a dialect has no words for.
pub(super) fn left_out(subject: Subject, part: Part, reason: &Reason) -> LeftOut {
    LeftOut { subject, part, rule: None, message: reason.to_string() }
}
