//! Whether a machine can be attached to its networks.

use super::desired::DesiredMachine;
use crate::notation::NetDevice;
use crate::survey::{Gap, Guest, NodeState};

/// Why a machine cannot be attached, and what a person can do.
type Problem = (String, String);

/// Whether every bridge that is declared exists and keeps the tag that is wanted on it.
pub(super) fn check(machine: &DesiredMachine<'_>, node: &NodeState) -> Result<(), Problem> {
    for nic in machine.nics.iter().filter(|nic| !nic.is_vnet) {
        let Some(bridge) = &nic.bridge else { continue };
        let is_vnet = node.sdn.zones.values().any(|zone| zone.vnets.contains_key(bridge));
        match node.bridges.get(bridge) {
            Some(state) => {
                if let Some(tag) = nic.tag.filter(|_| !state.is_vlan_aware) {
                    let message = format!(
                        "{} is tagged with {tag}, but {bridge} of {} is not VLAN-aware",
                        machine.name, machine.host
                    );
                    return Err((message, "make the bridge VLAN-aware, so that it keeps every tag".to_owned()));
                }
            }
            None if is_vnet => {}
            None if hidden(node).is_some() => {
                let gap = hidden(node).map(ToString::to_string).unwrap_or_default();
                let message = format!("whether {} has {bridge} for {} is not shown: {gap}", machine.host, machine.name);
                return Err((message, "`deevnet observe` shows what a node holds back".to_owned()));
            }
            None => {
                let message = format!("{} is attached to {bridge}, which {} does not have", machine.name, machine.host);
                return Err((message, "create the bridge, or correct `deevnet_hypervisor.bridge`".to_owned()));
            }
        }
    }
    Ok(())
}

/// Why the bridges of a node may be more than it showed.
fn hidden(node: &NodeState) -> Option<&Gap> {
    node.gaps.iter().find(|gap| gap.subject == "bridges")
}

/// Whether every network device of a clone has a bridge: a declared one, or that of the template.
pub(super) fn check_bridges(machine: &DesiredMachine<'_>, template: &Guest) -> Result<(), Problem> {
    for (number, nic) in machine.nics.iter().enumerate() {
        let of_template = || {
            let device = template.config.get(&format!("net{number}"))?;
            device.parse::<NetDevice>().ok()?.bridge().map(str::to_owned)
        };
        if nic.bridge.is_none() && of_template().is_none() {
            let message = format!("nothing says which bridge of {} {} is attached to", machine.host, machine.name);
            return Err((message, "declare `deevnet_hypervisor.bridge`".to_owned()));
        }
    }
    Ok(())
}
