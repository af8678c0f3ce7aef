//! The hypervisors of a substrate.

use std::collections::BTreeMap;
use std::fmt::Display;

use deevnet_core::Spanned;
use deevnet_core::model::{Host, Hypervisor, Substrate};

use super::shown;
use crate::table::Table;

/// One line a hypervisor, by name.
pub(super) fn table(substrate: &Substrate) -> Table {
    let mut table = Table::new([
        "HYPERVISOR",
        "PLANE",
        "NODE",
        "ENDPOINT",
        "BRIDGE",
        "STORAGES",
        "TEMPLATES",
        "SYSTEM",
        "HARDWARE",
    ]);
    for (host, hypervisor) in substrate.hypervisors() {
        table.row(row(host, hypervisor));
    }
    table
}

/// What is declared about each hypervisor, by name.
pub(super) fn data(substrate: &Substrate) -> BTreeMap<&str, &Hypervisor> {
    substrate.hypervisors().map(|(host, hypervisor)| (&*host.name, hypervisor)).collect()
}

fn row(host: &Host, hypervisor: &Hypervisor) -> [String; 9] {
    [
        host.name.to_string(),
        text(hypervisor.plane.as_ref()),
        text(hypervisor.node.as_ref()),
        text(hypervisor.endpoint.as_ref()),
        bridge(hypervisor),
        listed(hypervisor.storages.iter().map(|storage| &storage.name.value)),
        listed(hypervisor.template_prefixes.iter().map(|prefix| &prefix.value)),
        system(hypervisor),
        text(host.hardware.as_ref()),
    ]
}

fn text<T: ToString>(value: Option<&Spanned<T>>) -> String {
    shown(value.map(|value| &value.value))
}

/// The bridge, and whether it keeps VLAN tags.
fn bridge(hypervisor: &Hypervisor) -> String {
    let name = text(hypervisor.bridge.as_ref());
    match hypervisor.vlan_aware {
        Some(aware) if aware.value => format!("{name} (VLAN-aware)"),
        Some(_) => format!("{name} (plain)"),
        None => name,
    }
}

fn system(hypervisor: &Hypervisor) -> String {
    let system = &hypervisor.operating_system;
    let parts: Vec<&str> = system.name.iter().chain(&system.version).map(|part| &*part.value).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
}

fn listed(items: impl Iterator<Item = impl Display>) -> String {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { "-".to_owned() } else { items.join(", ") }
}
