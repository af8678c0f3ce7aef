//! A survey as tables.

use std::fmt::{Display, Write};
use std::sync::Arc;

use deevnet_core::quantity::DataSize;
use deevnet_proxmox::notation::{OwnershipMark, Tags};
use deevnet_proxmox::survey::{Guest, GuestKind, GuestStatus, NodeState, SdnState, Survey};

use crate::page::{self, count};
use crate::printable::printable;
use crate::table::Table;

/// What is shown for nothing.
const NOTHING: &str = "-";

/// What is missing, and then node by node what is there.
pub(super) fn shown(survey: &Survey) -> String {
    let mut text = missing(survey);
    for (host, node) in &survey.nodes {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = write!(text, "{gap}{}", node_text(host, node));
    }
    text
}

fn missing(survey: &Survey) -> String {
    let mut text = String::new();
    let incomplete = survey.nodes.iter().filter(|(_, node)| !node.gaps.is_empty());
    for (host, node) in incomplete {
        for gap in &node.gaps {
            let _ = writeln!(text, "{}: {}", page::error("missing"), printable(&format!("{host}: {gap}")));
        }
    }
    text
}

fn node_text(host: &Arc<str>, node: &NodeState) -> String {
    let mut text = format!("{}\n", page::strong(printable(&heading(host, node))));
    let tables = [storages(node), bridges(node), networks(&node.sdn), guests(node)];
    for table in tables.into_iter().flatten() {
        let _ = write!(text, "\n{table}");
    }
    text
}

/// The node in one line: `hv01: node pve1, Proxmox VE 8.4.21, ...`.
fn heading(host: &Arc<str>, node: &NodeState) -> String {
    let mut parts = Vec::new();
    parts.extend(node.node.as_ref().map(|name| format!("node {name}")));
    parts.extend(node.release.as_ref().map(|release| format!("Proxmox VE {release}")));
    if let Some(hardware) = &node.hardware {
        parts.push(hardware.processor.clone());
        parts.push(count(hardware.threads as usize, "thread"));
        parts.push(format!("{} of memory", hardware.memory.rounded()));
    }
    if parts.is_empty() {
        parts.push("unknown".to_owned());
    }
    format!("{host}: {}", parts.join(", "))
}

fn storages(node: &NodeState) -> Option<Table> {
    let mut table = Table::new(["STORAGE", "TYPE", "CONTENT", "SIZE", "FREE"]);
    for column in [3, 4] {
        table.align_right(column);
    }
    for (name, storage) in &node.storages {
        let size = |size: Option<DataSize>| or_nothing(size.map(DataSize::rounded));
        let free = if storage.is_active { size(storage.free) } else { "inactive".to_owned() };
        table.row([name.clone(), storage.kind.clone(), storage.content.join(", "), size(storage.total), free]);
    }
    (!node.storages.is_empty()).then_some(table)
}

fn bridges(node: &NodeState) -> Option<Table> {
    let mut table = Table::new(["BRIDGE", "VLAN-AWARE", "UP", "PORTS"]);
    for (name, bridge) in &node.bridges {
        let ports = if bridge.ports.is_empty() { NOTHING.to_owned() } else { bridge.ports.join(", ") };
        table.row([name.clone(), yes(bridge.is_vlan_aware), yes(bridge.is_active), ports]);
    }
    (!node.bridges.is_empty()).then_some(table)
}

/// The zones, one line a subnet, VNet without one or zone without one.
fn networks(sdn: &SdnState) -> Option<Table> {
    let mut table = Table::new(["ZONE", "TYPE", "VNET", "SUBNET", "PENDING"]);
    for (id, zone) in &sdn.zones {
        let mut row = |vnet: &str, subnet: &str, state: Option<&String>| {
            let waits = or_nothing(state.or(zone.state.as_ref()));
            table.row([id.clone(), zone.kind.clone(), vnet.to_owned(), subnet.to_owned(), waits]);
        };
        for (name, vnet) in &zone.vnets {
            for (subnet, state) in &vnet.subnets {
                let cidr = state.options.get("cidr").unwrap_or(subnet);
                row(name, cidr, state.state.as_ref().or(vnet.state.as_ref()));
            }
            if vnet.subnets.is_empty() {
                row(name, NOTHING, vnet.state.as_ref());
            }
        }
        if zone.vnets.is_empty() {
            row(NOTHING, NOTHING, None);
        }
    }
    (!sdn.zones.is_empty()).then_some(table)
}

fn guests(node: &NodeState) -> Option<Table> {
    let mut table = Table::new(["VMID", "NAME", "KIND", "STATUS", "TAGS", "OWNER"]);
    table.align_right(0);
    for (vmid, guest) in &node.guests {
        table.row([
            vmid.to_string(),
            or_nothing(guest.name.as_ref()),
            kind(guest).to_owned(),
            status(guest),
            tags(guest),
            owner(*vmid, guest),
        ]);
    }
    (!node.guests.is_empty()).then_some(table)
}

fn kind(guest: &Guest) -> &'static str {
    match (guest.is_template, guest.kind) {
        (true, _) => "template",
        (false, GuestKind::Qemu) => "VM",
        (false, GuestKind::Lxc) => "container",
    }
}

/// Whether it runs, and what holds it or waits for its next boot.
fn status(guest: &Guest) -> String {
    let status = match guest.status {
        GuestStatus::Running => "running",
        GuestStatus::Stopped => "stopped",
        GuestStatus::Unknown => "unknown",
    };
    let held = guest.lock.as_ref().map(|lock| format!("locked: {lock}"));
    let waits = (!guest.pending.is_empty()).then(|| "changes pending".to_owned());
    let besides: Vec<String> = held.into_iter().chain(waits).collect();
    if besides.is_empty() { status.to_owned() } else { format!("{status} ({})", besides.join(", ")) }
}

fn tags(guest: &Guest) -> String {
    let tags = guest.config.get("tags").map(|tags| Tags::read(tags)).unwrap_or_default();
    if tags.is_empty() { NOTHING.to_owned() } else { tags.iter().collect::<Vec<_>>().join(", ") }
}

/// The substrate that a guest belongs to, by its tag and the mark in its description, which a clone inherits with another
/// VMID.
fn owner(vmid: u32, guest: &Guest) -> String {
    let mark = guest.config.get("description").and_then(|text| OwnershipMark::find(text));
    let tags = guest.config.get("tags").map(|tags| Tags::read(tags)).unwrap_or_default();
    let owned = mark.filter(|mark| mark.vmid() == vmid && tags.contains(&mark.tag()));
    or_nothing(owned.as_ref().map(OwnershipMark::substrate))
}

fn or_nothing(value: Option<impl Display>) -> String {
    value.map_or_else(|| NOTHING.to_owned(), |value| value.to_string())
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUND: &str = r#"{"version": 1, "nodes": {
        "hv01": {
            "node": "pve1", "release": "8.4.21",
            "hardware": {"processor": "Intel Core i7-6700T", "threads": 8, "cores": 4, "memory": "33521717248 B"},
            "storages": {
                "local-zfs": {"kind": "zfspool", "content": ["images", "rootdir"], "is_active": true,
                    "total": "858993459200 B", "free": "429496729600 B"},
                "usb": {"kind": "dir", "content": ["backup"], "is_active": false}
            },
            "bridges": {"vmbr0": {"is_vlan_aware": true, "is_active": true, "ports": ["eno1"]},
                "vmbr1": {"is_vlan_aware": false, "is_active": false, "ports": []}},
            "sdn": {"has_pending": true, "controllers": {}, "zones": {
                "empty": {"kind": "simple", "options": {}, "vnets": {}},
                "orchard": {"kind": "evpn", "options": {}, "state": "new", "vnets": {
                    "orchar0": {"options": {}, "subnets": {"orchard-10.20.129.0-24":
                        {"options": {"cidr": "10.20.129.0/24"}}}},
                    "orchar1": {"options": {}, "subnets": {}}}}}},
            "guests": {
                "200": {"kind": "qemu", "name": "dns-vm01", "status": "running",
                    "config": {"tags": "deevnet-dvntm;dns", "description": "DNS\n\ndeevnet: dvntm/hv01/200"},
                    "pending": [{"key": "cores", "value": "2", "pending": "4"}]},
                "205": {"kind": "qemu", "name": "copy", "status": "stopped", "lock": "clone",
                    "config": {"tags": "deevnet-dvntm", "description": "deevnet: dvntm/hv01/200"}},
                "330": {"kind": "lxc", "name": "ct1", "status": "stopped", "config": {}},
                "9000": {"kind": "qemu", "name": "fedora-server-44-1.9", "status": "stopped", "is_template": true,
                    "config": {}}
            }
        },
        "hv02": {"storages": {}, "bridges": {}, "sdn": {"zones": {}, "controllers": {}}, "guests": {},
            "gaps": [{"subject": "node", "reason": {"unreachable": {"message": "cannot connect: \u001b refused"}}}]}
    }}"#;

    #[test]
    fn what_is_missing_comes_first() {
        let text = shown(&Survey::from_json(FOUND).unwrap());
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @r"
        missing: hv02: node: cannot connect: \u{1b} refused

        hv01: node pve1, Proxmox VE 8.4.21, Intel Core i7-6700T, 8 threads, 31.2 GiB of memory

        STORAGE    TYPE     CONTENT             SIZE      FREE
        local-zfs  zfspool  images, rootdir  800 GiB   400 GiB
        usb        dir      backup                 -  inactive

        BRIDGE  VLAN-AWARE  UP   PORTS
        vmbr0   yes         yes  eno1
        vmbr1   no          no   -

        ZONE     TYPE    VNET     SUBNET          PENDING
        empty    simple  -        -               -
        orchard  evpn    orchar0  10.20.129.0/24  new
        orchard  evpn    orchar1  -               new

        VMID  NAME                  KIND       STATUS                     TAGS                OWNER
         200  dns-vm01              VM         running (changes pending)  deevnet-dvntm, dns  dvntm
         205  copy                  VM         stopped (locked: clone)    deevnet-dvntm       -
         330  ct1                   container  stopped                    -                   -
        9000  fedora-server-44-1.9  template   stopped                    -                   -

        hv02: unknown
        ");
    }
}
