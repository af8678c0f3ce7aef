//! Templates, and how the configuration of a guest is put together.

use std::collections::BTreeMap;

use crate::simulator::setup::{GuestKind, GuestSetup, StorageSetup};

/// The versions of the template of one prefix; as text, the newer sorts before the older.
const VERSIONS: [&str; 2] = ["44-1.9", "44-1.10"];

/// How large the disk of a template is.
const DISK: &str = "8G";

/// Where guests of a node are put.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The storage of their disks.
    pub(super) storage: &'a StorageSetup,
    /// The bridge of their interfaces.
    pub(super) bridge: &'a str,
}

impl Place<'_> {
    /// The value of a disk: its volume with its options.
    pub(super) fn disk(&self, vmid: u32, name: &str, options: &str) -> String {
        let storage = self.storage;
        match storage.kind.as_str() {
            "dir" | "btrfs" | "nfs" | "cifs" => {
                let format = if name.starts_with("subvol-") { "subvol" } else { "raw" };
                format!("{}:{vmid}/{name}.{format},{options}", storage.id)
            }
            _ => format!("{}:{name},{options}", storage.id),
        }
    }
}

/// The templates of a prefix, each with its number.
pub(super) fn templates(place: Place<'_>, prefix: &str, mut number: impl FnMut() -> u32) -> Vec<GuestSetup> {
    VERSIONS.iter().map(|version| template(place, &format!("{prefix}{version}"), number())).collect()
}

fn template(place: Place<'_>, name: &str, vmid: u32) -> GuestSetup {
    let config = [
        ("name", name.to_owned()),
        ("template", "1".to_owned()),
        ("cores", "2".to_owned()),
        ("memory", "2048".to_owned()),
        ("ostype", "l26".to_owned()),
        ("agent", "1".to_owned()),
        ("boot", "order=scsi0".to_owned()),
        ("scsihw", "virtio-scsi-single".to_owned()),
        ("scsi0", place.disk(vmid, &format!("base-{vmid}-disk-0"), &format!("size={DISK}"))),
        ("ide2", place.disk(vmid, &format!("vm-{vmid}-cloudinit"), "media=cdrom,size=4M")),
        ("net0", format!("virtio={},bridge={}", mac(vmid), place.bridge)),
        ("serial0", "socket".to_owned()),
        ("vga", "serial0".to_owned()),
        ("tags", "template".to_owned()),
    ];
    guest(vmid, GuestKind::VirtualMachine, config, false)
}

/// A guest of a configuration.
pub(super) fn guest<const N: usize>(
    vmid: u32,
    kind: GuestKind,
    config: [(&str, String); N],
    running: bool,
) -> GuestSetup {
    let config: BTreeMap<_, _> = config.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    GuestSetup { vmid, kind, config, running }
}

/// The MAC address of a guest, in the range that Proxmox VE generates.
pub(super) fn mac(vmid: u32) -> String {
    let [_, a, b, c] = vmid.to_be_bytes();
    format!("BC:24:11:{a:02X}:{b:02X}:{c:02X}")
}
