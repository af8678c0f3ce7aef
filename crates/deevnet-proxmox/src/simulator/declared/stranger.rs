//! Guests that nobody declared.

use super::guest::{Place, guest, mac};
use crate::simulator::setup::{GuestKind, GuestSetup};

/// The guests that nobody declared on a node: a machine that runs, one that does not, and a container.
pub(super) fn strangers(place: Place<'_>, mut number: impl FnMut() -> u32) -> Vec<GuestSetup> {
    vec![
        machine(place, "netboot-trial", number(), true),
        machine(place, "old-nas", number(), false),
        container(place, "scanner", number()),
    ]
}

fn machine(place: Place<'_>, name: &str, vmid: u32, running: bool) -> GuestSetup {
    let config = [
        ("name", name.to_owned()),
        ("cores", "1".to_owned()),
        ("memory", "1024".to_owned()),
        ("ostype", "l26".to_owned()),
        ("boot", "order=scsi0;net0".to_owned()),
        ("scsihw", "virtio-scsi-single".to_owned()),
        ("scsi0", place.disk(vmid, &format!("vm-{vmid}-disk-0"), "size=12G")),
        ("net0", format!("virtio={},bridge={}", mac(vmid), place.bridge)),
        ("description", "Set up by hand.".to_owned()),
    ];
    guest(vmid, GuestKind::VirtualMachine, config, running)
}

fn container(place: Place<'_>, name: &str, vmid: u32) -> GuestSetup {
    let net = format!("name=eth0,bridge={},firewall=1,hwaddr={},ip=dhcp,type=veth", place.bridge, mac(vmid));
    let config = [
        ("hostname", name.to_owned()),
        ("arch", "amd64".to_owned()),
        ("cores", "1".to_owned()),
        ("memory", "512".to_owned()),
        ("swap", "512".to_owned()),
        ("ostype", "debian".to_owned()),
        ("rootfs", place.disk(vmid, &format!("vm-{vmid}-disk-0"), "size=4G")),
        ("net0", net),
        ("unprivileged", "1".to_owned()),
    ];
    guest(vmid, GuestKind::Container, config, true)
}
