//! What is behind a port: the host that its description names, and the VLANs that reach that host.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::context::Context;
use crate::model::{Host, SwitchPorts, VlanSelection};
use crate::network::VlanId;
use crate::source::Spanned;
use crate::vlan_plan::Vlans;

/// The words of a description: runs of the characters that host and interface names are made of.
pub(super) fn words(description: &str) -> impl Iterator<Item = &str> {
    description
        .split(|character: char| !(character.is_alphanumeric() || matches!(character, '-' | '_' | '.')))
        .filter(|word| !word.is_empty())
}

/// The host that a description names: the first word that is exactly a host name.
pub(super) fn host_behind<'a>(context: &Context<'a>, description: Option<&Spanned<Arc<str>>>) -> Option<&'a Host> {
    let hosts = &context.substrate.hosts;
    words(&description?.value).find_map(|word| hosts.get(word))
}

/// The VLANs that reach one host over all ports that name it.
#[derive(Debug, Default)]
pub(super) struct Carried {
    every: bool,
    ids: BTreeSet<VlanId>,
}

impl Carried {
    pub(super) fn contains(&self, id: VlanId) -> bool {
        self.every || self.ids.contains(&id)
    }
}

/// What reaches each host: several ports may share the work, such as an access port for management and a trunk for
/// virtual machines.
pub(super) fn carried_by_host<'a>(context: &Context<'a>, vlans: &Vlans<'_>) -> BTreeMap<&'a str, Carried> {
    let mut carried = BTreeMap::new();
    for ports in context.hosts().filter_map(|host| host.switch_ports.as_ref()) {
        add_ports(context, vlans, ports, &mut carried);
    }
    carried
}

fn add_ports<'a>(
    context: &Context<'a>,
    vlans: &Vlans<'_>,
    ports: &SwitchPorts,
    carried: &mut BTreeMap<&'a str, Carried>,
) {
    for port in &ports.trunk {
        let Some(host) = host_behind(context, port.description.as_ref()) else { continue };
        let entry = carried.entry(&*host.name).or_default();
        entry.ids.extend(port.native_vlan.iter().filter_map(|native| vlans.id(&native.value)));
        match &port.allowed_vlans {
            VlanSelection::All => entry.every = true,
            VlanSelection::Listed(references) => entry.ids.extend(vlans.ids(references)),
        }
    }
    for port in &ports.access {
        let Some(host) = host_behind(context, port.description.as_ref()) else { continue };
        let id = port.vlan_id.as_ref().and_then(|vlan| vlans.id(&vlan.value));
        carried.entry(&*host.name).or_default().ids.extend(id);
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_keep_what_names_are_made_of() {
        let found: Vec<_> = words("uplink: core-rt02/eth0.10 (spare), hv_1").collect();
        assert_eq!(found, ["uplink", "core-rt02", "eth0.10", "spare", "hv_1"]);
        assert_eq!(words(" ,;").count(), 0);
    }
}
