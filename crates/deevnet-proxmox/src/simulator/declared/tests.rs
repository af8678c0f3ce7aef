//! Tests of the nodes that the example declares.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::simulator::setup::GuestKind;

fn example() -> Substrate {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/dvntm");
    let declared = deevnet_inventory::load(&path, &deevnet_inventory::Options::default()).unwrap();
    deevnet_core::check(&declared).substrate
}

#[test]
fn every_hypervisor_is_a_node() {
    let nodes = from_substrate(&example());
    let shown: Vec<String> = nodes
        .iter()
        .map(|node| {
            let storages: Vec<_> = node
                .storages
                .iter()
                .map(|storage| format!("{} {} {} GiB", storage.id, storage.kind, storage.total >> 30))
                .collect();
            let guests: Vec<_> = node
                .guests
                .iter()
                .map(|guest| format!("{} {}", guest.vmid, guest.config.get("name").map_or("-", String::as_str)))
                .collect();
            let hardware = &node.hardware;
            format!(
                "{} {} {} x {} GiB\n  {}\n  {}",
                node.name,
                node.release,
                hardware.processors,
                hardware.memory >> 30,
                storages.join(", "),
                guests.join(", ")
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    hv01 8.4.21 8 x 32 GiB
      local-zfs zfspool 800 GiB, local dir 64 GiB
      9000 fedora-server-44-1.9, 9001 fedora-server-44-1.10, 299 netboot-trial, 100 old-nas, 101 -
    hv02 8.4.21 8 x 32 GiB
      local-lvm lvmthin 600 GiB, scratch dir 200 GiB, local dir 64 GiB
      9002 fedora-server-44-1.9, 9003 fedora-server-44-1.10, 102 netboot-trial, 103 old-nas, 104 -
    ");
}

#[test]
fn no_guest_has_a_declared_number_or_that_of_another() {
    let substrate = example();
    let declared = substrate.machines().filter_map(|machine| Some(machine.vmid()?.value.get()));
    let mut taken: BTreeSet<u32> = declared.collect();
    for guest in from_substrate(&substrate).iter().flat_map(|node| &node.guests) {
        assert!(taken.insert(guest.vmid), "{}", guest.vmid);
    }
}

#[test]
fn the_same_declaration_gives_the_same_nodes() {
    let substrate = example();
    let nodes = from_substrate(&substrate);
    assert_eq!(nodes, from_substrate(&substrate));
    assert!(nodes.iter().flat_map(|node| &node.guests).any(|guest| guest.kind == GuestKind::Container));
}
