//! What differs between a tenant's network as it is wanted and as it is found.

use std::collections::BTreeMap;

use super::desired::DesiredNetwork;
use super::{DELETED, NetworkChange, alias, field};
use crate::plan::change::{FieldChange, Risk};
use crate::plan::operation::{SdnObject, SdnOrder, SdnVerb};
use crate::survey::{NodeState, VnetState, ZoneState};

/// Why nothing is done to a network.
#[derive(Debug)]
pub(in crate::plan) enum NetworkRefusal {
    /// Something contradicts the declaration; with the way out.
    Fault(String, String),
    /// A difference stays; with the reason and the way out.
    Blocked(Box<FieldChange>, String, String),
}

/// What makes a node's network of a tenant the one that is wanted.
pub(in crate::plan) fn changes(
    desired: &DesiredNetwork,
    substrate: &str,
    host: &str,
    node: &NodeState,
    is_adopted: bool,
) -> Result<Vec<NetworkChange>, NetworkRefusal> {
    let id = desired.tenant.to_string();
    let object = SdnObject::Zone { id: id.clone() };
    check_others(desired, host, node)?;
    let Some(zone) = node.sdn.zones.get(&id) else {
        let mut set = desired.zone.clone();
        set.insert("type".to_owned(), desired.zone_type.name().to_owned());
        let mut changes = vec![NetworkChange::make(object, set)];
        changes.extend(desired.vnets.iter().map(|(vnet, options)| make_vnet(&id, vnet, options)));
        changes.extend(
            desired.subnet.iter().map(|(subnet, options)| NetworkChange::make(subnet.clone(), options.clone())),
        );
        return Ok(changes);
    };
    check_zone(desired, substrate, host, zone, is_adopted)?;
    let mut changes: Vec<NetworkChange> = update(object, &desired.zone, &zone.options).into_iter().collect();
    for (vnet, options) in &desired.vnets {
        changes.extend(match zone.vnets.get(vnet) {
            Some(found) => update(SdnObject::Vnet { id: vnet.clone() }, options, &found.options),
            None => Some(make_vnet(&id, vnet, options)),
        });
    }
    if let Some((subnet, options)) = &desired.subnet {
        changes.extend(match find_subnet(zone, subnet) {
            Some(found) => update(subnet.clone(), options, found),
            None => Some(NetworkChange::make(subnet.clone(), options.clone())),
        });
    }
    Ok(changes)
}

fn make_vnet(zone: &str, vnet: &str, options: &BTreeMap<String, String>) -> NetworkChange {
    let mut set = options.clone();
    set.insert("zone".to_owned(), zone.to_owned());
    NetworkChange::make(SdnObject::Vnet { id: vnet.to_owned() }, set)
}

fn find_subnet<'z>(zone: &'z ZoneState, object: &SdnObject) -> Option<&'z BTreeMap<String, String>> {
    let SdnObject::Subnet { vnet, id, .. } = object else { return None };
    Some(&zone.vnets.get(vnet)?.subnets.get(id)?.options)
}

/// The VNets of a tenant stand in no other zone, and its controller is there.
fn check_others(desired: &DesiredNetwork, host: &str, node: &NodeState) -> Result<(), NetworkRefusal> {
    for (id, zone) in node.sdn.zones.iter().filter(|(id, _)| **id != *desired.tenant) {
        if let Some(vnet) = desired.vnets.keys().find(|vnet| zone.vnets.contains_key(*vnet)) {
            let message = format!("the VNet {vnet} of {} is in the zone {id} on {host}", desired.tenant);
            let hint = "remove it there: a VNet has its ID on a node once".to_owned();
            return Err(NetworkRefusal::Fault(message, hint));
        }
    }
    match &desired.controller {
        Some(controller) if !node.sdn.controllers.contains_key(controller) => {
            let message = format!("{host} has no controller {controller}, which the zone of {} needs", desired.tenant);
            let hint = format!(
                "create it on the node{}, or correct `deevnet_sdn.controller`",
                desired.autonomous_system.map(|number| format!(" (type evpn, ASN {number})")).unwrap_or_default()
            );
            Err(NetworkRefusal::Fault(message, hint))
        }
        _ => Ok(()),
    }
}

/// A zone is the tenant's own where all of its VNets are; one without any was only half made.
fn check_zone(
    desired: &DesiredNetwork,
    substrate: &str,
    host: &str,
    zone: &ZoneState,
    is_adopted: bool,
) -> Result<(), NetworkRefusal> {
    let tenant = &desired.tenant;
    let own = alias(substrate, tenant);
    let is_own = |vnet: &VnetState| vnet.options.get("alias") == Some(&own);
    let stranger =
        zone.vnets.iter().find(|(id, vnet)| !(is_own(vnet) || is_adopted && desired.vnets.contains_key(*id)));
    if let Some((id, _)) = stranger {
        let message = format!("the zone {tenant} on {host} has the VNet {id}, which is not its tenant's");
        let hint = format!("remove it there, or, where it is, take the zone over with `--adopt {tenant}`");
        return Err(NetworkRefusal::Fault(message, hint));
    }
    let is_leaving = |state: &Option<String>| state.as_deref() == Some(DELETED);
    let subnets = || zone.vnets.values().flat_map(|vnet| vnet.subnets.values());
    let leaves = is_leaving(&zone.state)
        || zone.vnets.values().any(|vnet| is_leaving(&vnet.state))
        || subnets().any(|subnet| is_leaving(&subnet.state));
    let object = SdnObject::Zone { id: tenant.to_string() };
    if leaves {
        let change = field(&object, "state", Some(&DELETED.to_owned()), None);
        let reason = "its removal waits for being applied".to_owned();
        let hint = "apply the pending changes of the software-defined network on the node, then plan again".to_owned();
        return Err(NetworkRefusal::Blocked(Box::new(change), reason, hint));
    }
    if zone.kind != desired.zone_type.name() {
        let change = field(&object, "type", Some(&zone.kind), Some(&desired.zone_type.name().to_owned()));
        let hint = "remove the tenant's workloads and zone by hand, and plan again".to_owned();
        return Err(NetworkRefusal::Blocked(Box::new(change), "a zone stays what it is".to_owned(), hint));
    }
    Ok(())
}

/// What sets the options that differ; others stay. Lists are compared without regard to space and separators.
fn update(
    object: SdnObject,
    wanted: &BTreeMap<String, String>,
    found: &BTreeMap<String, String>,
) -> Option<NetworkChange> {
    let differs = |(key, value): &(&String, &String)| found.get(*key).map(|found| words(found)) != Some(words(value));
    let set: BTreeMap<String, String> =
        wanted.iter().filter(differs).map(|(key, value)| (key.clone(), value.clone())).collect();
    if set.is_empty() {
        return None;
    }
    let fields = set.iter().map(|(key, value)| field(&object, key, found.get(key), Some(value))).collect();
    let order = SdnOrder { verb: SdnVerb::Update, object, set, delete: Vec::new() };
    Some(NetworkChange { order, fields, reason: "it differs from the declaration", risk: Risk::Disruptive })
}

fn words(text: &str) -> Vec<&str> {
    text.split([',', ';', ' ']).filter(|word| !word.is_empty()).collect()
}

/// Whether changes wait on a node that are not those of owned networks: they would be put in force with these.
pub(in crate::plan) fn is_pending_of_others(node: &NodeState, is_owned: impl Fn(&str, &ZoneState) -> bool) -> bool {
    let waits = |zone: &ZoneState| {
        let subnets = zone.vnets.values().flat_map(|vnet| vnet.subnets.values());
        zone.state.is_some()
            || zone.vnets.values().any(|vnet| vnet.state.is_some())
            || subnets.into_iter().any(|subnet| subnet.state.is_some())
    };
    let waiting: Vec<bool> =
        node.sdn.zones.iter().filter(|(_, zone)| waits(zone)).map(|(id, zone)| is_owned(id, zone)).collect();
    // Where nothing of a zone waits, what waits is a controller.
    node.sdn.has_pending && (waiting.is_empty() || waiting.contains(&false))
}
