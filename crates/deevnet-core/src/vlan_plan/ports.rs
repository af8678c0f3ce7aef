//! Every switch port of a substrate with what it has to carry.
//!
//! A host may stand behind several ports that share the work, such as an access port for management and a trunk for
//! machines. Each port has to carry what it carries of the host's needs already; a need that none of them carries is
//! given to one: a port whose description names the interface, or else the one port that can take it.

use std::collections::{BTreeMap, BTreeSet};

use super::behind::{Behind, BehindKind, host_behind, names_interface};
use super::need::Needs;
use super::port::{PlannedPort, PortDifference, PortRequirement, PortSetting};
use super::reason::Reason;
use super::survey::Survey;
use super::vlans::Vlans;
use crate::model::{AccessPort, Host, PortMode, Substrate, TrunkPort, VlanSelection};
use crate::network::VlanId;
use crate::source::Span;

/// Every port, by switch and then in order of declaration, trunks first.
pub(super) fn ports(substrate: &Substrate) -> Vec<PlannedPort> {
    let survey = Survey::new(substrate);
    let mut ports = Vec::new();
    let mut attachments: BTreeMap<(&str, Option<&str>), Vec<Attachment<'_>>> = BTreeMap::new();
    for switch in substrate.hosts.values() {
        for port in declared_ports(&survey.vlans, switch) {
            let behind = port.description.as_ref().and_then(|description| host_behind(substrate, description));
            if let Some(behind) = behind.filter(|behind| behind.name != switch.name) {
                // What a link between switches carries depends on both of them.
                let end = (survey.kind_of(behind) == BehindKind::Switch).then_some(&*switch.name);
                let attachment = Attachment { switch, behind, port: ports.len() };
                attachments.entry((&behind.name, end)).or_default().push(attachment);
            }
            ports.push(port);
        }
    }
    for attached in attachments.values() {
        require(&survey, attached, &mut ports);
    }
    for port in &mut ports {
        port.differences = differences(port, &survey.vlans);
    }
    ports
}

/// A host behind a port.
struct Attachment<'a> {
    switch: &'a Host,
    behind: &'a Host,
    port: usize,
}

fn declared_ports(vlans: &Vlans<'_>, switch: &Host) -> Vec<PlannedPort> {
    let Some(ports) = &switch.switch_ports else { return Vec::new() };
    let trunks = ports.trunk.iter().map(|port| declared_trunk(vlans, switch, port));
    trunks.chain(ports.access.iter().map(|port| declared_access(vlans, switch, port))).collect()
}

fn declared_trunk(vlans: &Vlans<'_>, switch: &Host, port: &TrunkPort) -> PlannedPort {
    let native = port.native_vlan.as_ref().and_then(|native| vlans.id(&native.value));
    let mut tagged = vlans.selected(&port.allowed_vlans);
    tagged.retain(|vlan| Some(*vlan) != native);
    PlannedPort {
        switch: switch.name.clone(),
        interface: port.interface.as_ref().map(|interface| interface.value.clone()),
        description: port.description.as_ref().map(|description| description.value.clone()),
        span: port.span,
        declared: PortSetting {
            mode: PortMode::Trunk,
            native,
            tagged,
            is_all: port.allowed_vlans == VlanSelection::All,
        },
        required: None,
        differences: Vec::new(),
    }
}

fn declared_access(vlans: &Vlans<'_>, switch: &Host, port: &AccessPort) -> PlannedPort {
    let native = port.vlan_id.as_ref().and_then(|vlan| vlans.id(&vlan.value));
    PlannedPort {
        switch: switch.name.clone(),
        interface: port.interface.as_ref().map(|interface| interface.value.clone()),
        description: port.description.as_ref().map(|description| description.value.clone()),
        span: port.span,
        declared: PortSetting { mode: PortMode::Access, native, tagged: BTreeSet::new(), is_all: false },
        required: None,
        differences: Vec::new(),
    }
}

/// Shares the needs of a host among the ports that it stands behind.
fn require(survey: &Survey<'_>, attached: &[Attachment<'_>], ports: &mut [PlannedPort]) {
    let Some(first) = attached.first() else { return };
    let needs = survey.needs_behind(first.switch, first.behind);
    let mut shares: Vec<BTreeSet<VlanId>> = attached
        .iter()
        .map(|attachment| {
            needs.vlans.keys().copied().filter(|vlan| ports[attachment.port].declared.carries(*vlan)).collect()
        })
        .collect();
    for (vlan, reasons) in &needs.vlans {
        if shares.iter().any(|share| share.contains(vlan)) {
            continue;
        }
        if let Some(index) = taker(first.behind, reasons, attached, &shares, ports) {
            shares[index].insert(*vlan);
        }
    }
    let behind = Behind { host: first.behind.name.clone(), kind: survey.kind_of(first.behind) };
    for (attachment, share) in attached.iter().zip(shares) {
        let port = &mut ports[attachment.port];
        port.required = Some(requirement(&survey.vlans, behind.clone(), &needs, share, port.declared.mode));
    }
}

/// The port that has to take a need which no port of the host carries.
///
/// An interface of a host may be plugged in where nothing is declared. Its segment is missing from a port only where
/// the port's description names it, where the port carries nothing the host needs, or where the port is a trunk.
fn taker(
    host: &Host,
    reasons: &BTreeMap<Reason, Span>,
    attached: &[Attachment<'_>],
    shares: &[BTreeSet<VlanId>],
    ports: &[PlannedPort],
) -> Option<usize> {
    let port = |index: usize| &ports[attached[index].port];
    let own = |reason: &Reason| match reason {
        Reason::Interface { host: owner, interface } if *owner == host.name => host.interfaces.get(interface),
        _ => None,
    };
    let is_named = |index: &usize| {
        let description = port(*index).description.as_deref().unwrap_or_default();
        reasons.keys().filter_map(own).any(|interface| names_interface(description, interface))
    };
    let is_trunk = |index: &usize| port(*index).declared.mode == PortMode::Trunk;
    let mut indices = 0..attached.len();
    let must_tag = reasons.keys().any(|reason| own(reason).is_none());
    let found = indices.clone().find(is_named).or_else(|| indices.clone().find(is_trunk));
    found.or_else(|| indices.clone().find(|index| shares[*index].is_empty())).or_else(|| indices.find(|_| must_tag))
}

fn requirement(
    vlans: &Vlans<'_>,
    behind: Behind,
    needs: &Needs,
    share: BTreeSet<VlanId>,
    declared: PortMode,
) -> PortRequirement {
    let mode = match share.len() {
        0 => declared,
        1 if behind.kind.takes_tags() => declared,
        1 => PortMode::Access,
        _ => PortMode::Trunk,
    };
    let native = match mode {
        PortMode::Trunk => Some(vlans.blackhole()),
        PortMode::Access => share.first().copied(),
    };
    let with_reasons = |vlan: VlanId| Some((vlan, needs.vlans.get(&vlan)?.clone()));
    PortRequirement {
        is_complete: needs.is_complete && behind.kind != BehindKind::Switch,
        behind,
        mode,
        native,
        vlans: share.into_iter().filter_map(with_reasons).collect(),
        needed: needs.ids(),
    }
}

/// How a port differs from what it has to be.
fn differences(port: &PlannedPort, vlans: &Vlans<'_>) -> Vec<PortDifference> {
    let (declared, Some(required)) = (&port.declared, &port.required) else { return Vec::new() };
    let mut differences = Vec::new();
    // A trunk that leaves a host's own VLAN untagged serves it as an access port would.
    let serves = declared.native.is_some_and(|native| required.vlans.contains_key(&native));
    if declared.mode != required.mode && !(required.mode == PortMode::Access && serves) {
        differences.push(PortDifference::Mode { declared: declared.mode, required: required.mode });
    }
    if let Some(native) = required.native.filter(|native| declared.native != Some(*native)) {
        differences.push(PortDifference::Native { declared: declared.native, required: native });
    }
    let missing = required.vlans.keys().filter(|vlan| !declared.carries(**vlan));
    differences.extend(missing.map(|vlan| PortDifference::Missing { vlan: *vlan }));
    if required.is_complete {
        let carried = declared.tagged.iter().chain(&declared.native).copied().collect::<BTreeSet<VlanId>>();
        let superfluous =
            carried.into_iter().filter(|vlan| !required.needed.contains(vlan) && *vlan != vlans.blackhole());
        differences.extend(superfluous.map(|vlan| PortDifference::Superfluous { vlan }));
    }
    differences
}
