//! Disks: they grow, and a second one is made; nothing else.

use std::collections::BTreeMap;

use deevnet_core::model::DiskDevice;
use deevnet_core::quantity::DataSize;

use super::{Difference, Effect, Found, Growth, change};
use crate::notation::{DiskVolume, Size};
use crate::plan::change::FieldClass;
use crate::plan::desired::{DesiredDisk, DesiredMachine};
use crate::plan::operation::ResizeOrder;

/// The devices that a machine boots from where it does not say which (the order in which Proxmox VE looks).
const BOOT_DEVICES: [&str; 4] = ["scsi0", "virtio0", "sata0", "ide0"];

/// Bytes of a GiB, the unit in which Proxmox VE takes the size of a new disk.
const GIBIBYTE: u64 = 1 << 30;

pub(super) fn compare(desired: &DesiredMachine<'_>, found: &Found<'_>, difference: &mut Difference) {
    if let Some(wanted) = desired.disk {
        if let Some((device, volume)) = boot_disk(found.config) {
            existing(&device, &volume, wanted, desired.storage, found, difference);
        } else {
            let change = change("disk", None::<String>, Some(wanted.to_string()), FieldClass::Resource);
            difference.block(change, "it has no disk to boot from", "attach one by hand, or make it again");
        }
    }
    if let Some(disk) = &desired.data_disk {
        data_disk(disk, found, difference);
    }
}

fn data_disk(disk: &DesiredDisk<'_>, found: &Found<'_>, difference: &mut Difference) {
    match found.get(&disk.device) {
        None => new_disk(disk, difference),
        Some(text) => match text.parse::<DiskVolume>() {
            Ok(volume) if !volume.is_cdrom() && !volume.is_cloud_init() => {
                existing(&disk.device, &volume, disk.size, disk.storage, found, difference);
            }
            _ => {
                let after = disk.size.to_string();
                let change = change(&disk.device, Some(text), Some(after), FieldClass::Resource);
                let reason = format!("{} holds something else", disk.device);
                difference.block(change, reason, "declare another `data_disk.device`");
            }
        },
    }
}

fn new_disk(disk: &DesiredDisk<'_>, difference: &mut Difference) {
    let change = |after: String| change(&disk.device, None::<String>, Some(after), FieldClass::Resource);
    let Some(storage) = disk.storage else {
        let hint = "declare `data_disk.storage`";
        difference.block(change(disk.size.to_string()), "nothing says on which storage it is made", hint);
        return;
    };
    let shown = change(format!("{} on {storage}", disk.size));
    difference.new_disks.push((storage.to_owned(), disk.size.bytes()));
    difference.set(&disk.device, format!("{storage}:{}", gibibytes(disk.size)), Effect::AtOnce, [shown]);
}

/// A size as the number of GiB that Proxmox VE takes for a new disk, with as many decimals as it needs.
fn gibibytes(size: DataSize) -> String {
    let (whole, rest) = (size.bytes() / GIBIBYTE, size.bytes() % GIBIBYTE);
    if rest == 0 {
        return whole.to_string();
    }
    let billionths = u128::from(rest) * 1_000_000_000 / u128::from(GIBIBYTE);
    format!("{whole}.{billionths:09}").trim_end_matches('0').to_owned()
}

fn existing(
    device: &str,
    volume: &DiskVolume,
    wanted: DataSize,
    storage: Option<&str>,
    found: &Found<'_>,
    difference: &mut Difference,
) {
    if !found.is_template && storage.is_some() && storage != volume.storage() {
        let change = change(format!("{device}.storage"), volume.storage(), storage, FieldClass::Resource);
        let hint = format!("move the disk by hand (`qm disk move`), or declare the storage that {device} is on");
        difference.block(change, "a disk is not moved to another storage", hint);
    }
    let before = volume.size();
    let shown = |size: DataSize| size.rounded().to_string();
    let field = || change(format!("{device}.size"), before.map(shown), Some(wanted.to_string()), FieldClass::Resource);
    match before {
        None => difference.block(field(), "its size is not written", "run `qm rescan` on the node"),
        Some(size) if size < wanted => difference.growths.push(Growth {
            order: ResizeOrder { disk: device.to_owned(), size: resize_text(wanted) },
            change: field(),
            storage: if found.is_template { storage } else { None }.or(volume.storage()).map(str::to_owned),
            bytes: wanted.bytes() - size.bytes(),
        }),
        Some(size) if size > wanted => {
            difference.block(
                field(),
                "a disk is never made smaller",
                format!("declare {}, or make it anew by hand", shown(size)),
            );
        }
        Some(_) => {}
    }
}

/// A size in whole GiB, or a smaller unit.
fn resize_text(size: DataSize) -> String {
    let bytes = size.bytes();
    if bytes.is_multiple_of(GIBIBYTE) { format!("{}G", bytes / GIBIBYTE) } else { Size::from(size).to_string() }
}

/// The disk that a machine boots from: the first one of `boot`, or of `bootdisk`, or else the one that comes first.
fn boot_disk(config: &BTreeMap<String, String>) -> Option<(String, DiskVolume)> {
    let disk = |device: &str| {
        device.parse::<DiskDevice>().ok()?;
        let volume: DiskVolume = config.get(device)?.trim().parse().ok()?;
        (!volume.is_cdrom() && !volume.is_cloud_init()).then(|| (device.to_owned(), volume))
    };
    let order = config.get("boot").and_then(|boot| boot.split(',').find_map(|part| part.trim().strip_prefix("order=")));
    let ordered = order.into_iter().flat_map(|order| order.split(';'));
    let named = config.get("bootdisk").map(|device| device.trim());
    ordered.chain(named).chain(BOOT_DEVICES).find_map(disk)
}
