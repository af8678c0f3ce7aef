//! One node.

use std::collections::BTreeMap;

use deevnet_core::hardware::HardwareProfile;
use deevnet_core::model::{Host, Hypervisor, Interface, Substrate};
use deevnet_core::network::SiteBlock;
use deevnet_core::tenant::overlay;
use serde_json::{Value, json};

use super::guest::{Place, templates};
use super::number::Numbers;
use super::storage::storages;
use super::stranger::strangers;
use crate::simulator::release::Release;
use crate::simulator::setup::{Hardware, InterfaceSetup, NodeSetup};

/// The bridge that every installation has.
const BRIDGE: &str = "vmbr0";

/// The name of the wired port where none is declared.
const PORT: &str = "eno1";

/// The node that a hypervisor declares.
pub(super) fn node(substrate: &Substrate, host: &Host, hypervisor: &Hypervisor, numbers: &mut Numbers) -> NodeSetup {
    let name = hypervisor.node.as_ref().map_or(&*host.name, |node| node.value.as_str());
    let bridge = hypervisor.bridge.as_ref().map_or(BRIDGE, |bridge| &*bridge.value);
    let mut node = NodeSetup::new(name);
    node.release = release(hypervisor);
    node.hardware = substrate.profile_of(host).map(|profile| hardware(profile)).unwrap_or_default();
    node.interfaces = interfaces(host, bridge, hypervisor.vlan_aware.is_none_or(|aware| aware.value));
    node.controllers = controllers(substrate);
    node.storages = storages(hypervisor);
    let storages = node.storages.clone();
    if let Some(storage) = storages.iter().find(|storage| storage.content.contains("images")) {
        let place = Place { storage, bridge };
        for prefix in &hypervisor.template_prefixes {
            node.guests.extend(templates(place, &prefix.value, || numbers.template()));
        }
        node.guests.extend(strangers(place, || numbers.stranger()));
    }
    node
}

/// The release that is nearest to the declared version.
fn release(hypervisor: &Hypervisor) -> Release {
    match &hypervisor.operating_system.version {
        Some(version) if version.value.starts_with("8.") || &*version.value == "8" => Release::V8_4,
        _ => Release::V9_2,
    }
}

fn hardware(profile: &HardwareProfile) -> Hardware {
    let unknown = Hardware::default();
    let drives = profile.storage.iter().flatten().filter_map(|drive| Some(drive.size.as_ref()?.value.bytes()));
    Hardware {
        processors: profile.processor.threads.as_ref().map_or(unknown.processors, |threads| threads.value.into()),
        memory: profile.memory.size.as_ref().map_or(unknown.memory, |size| size.value.get().bytes()),
        disk: drives.max().unwrap_or(unknown.disk),
        processor_model: profile
            .processor
            .model
            .as_ref()
            .map_or(unknown.processor_model, |model| model.value.to_string()),
    }
}

/// The controller that EVPN zones name: a node has it before any tenant comes.
fn controllers(substrate: &Substrate) -> BTreeMap<String, BTreeMap<String, String>> {
    let Some(sdn) = &substrate.sdn else { return BTreeMap::new() };
    let mut options = BTreeMap::new();
    if let Some(octet) = substrate.site_octet {
        let number = overlay::autonomous_system(SiteBlock::new(octet.value));
        options.insert("asn".to_owned(), number.to_string());
    }
    let peers: Vec<String> = sdn.peers.iter().map(|peer| peer.value.to_string()).collect();
    options.extend((!peers.is_empty()).then(|| ("peers".to_owned(), peers.join(","))));
    sdn.controller.iter().map(|controller| (controller.value.to_string(), options.clone())).collect()
}

/// The first wired port, and a bridge over it that has the node's address.
fn interfaces(host: &Host, bridge: &str, vlan_aware: bool) -> Vec<InterfaceSetup> {
    let declared = host.interfaces.values().next();
    let port = declared.map_or(PORT, |interface| &*interface.name);
    let mut over = InterfaceSetup::bridge(bridge, port, vlan_aware);
    if let Some((address, prefix)) = declared.and_then(address) {
        let mut set = |key: &str, value: Value| over.options.insert(key.to_owned(), value);
        set("method", "static".into());
        set("address", address.clone().into());
        set("netmask", prefix.to_string().into());
        set("cidr", format!("{address}/{prefix}").into());
        if let Some(gateway) = declared.and_then(|interface| interface.gateway) {
            set("gateway", gateway.value.to_string().into());
        }
    }
    vec![wired_port(port), over]
}

fn address(interface: &Interface) -> Option<(String, u8)> {
    let address = interface.address.value.fixed()?;
    Some((address.to_string(), interface.prefix.map_or(24, |prefix| prefix.value)))
}

fn wired_port(name: &str) -> InterfaceSetup {
    let options = json!({
        "type": "eth", "method": "manual", "method6": "manual", "families": ["inet"], "priority": 3, "active": 1,
    });
    InterfaceSetup { name: name.to_owned(), options: options.as_object().cloned().unwrap_or_default() }
}
