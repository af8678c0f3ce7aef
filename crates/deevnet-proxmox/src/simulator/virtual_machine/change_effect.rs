//! What a change does to a machine: at once, or with its next start.

use std::collections::{BTreeMap, BTreeSet};

use super::drive::{Drive, Source, is_drive};
use super::file::{Section, set};
use super::network_device::NetworkDevice;
use super::option::{Hotplug, hotplug};
use super::volume::{self, CLOUD_INIT_SIZE, Wanted};
use super::wish::{drive, kept};
use crate::simulator::size::format_size;
use crate::simulator::state::{Node, TaskLog, VirtualMachine};

/// A change to a configuration.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The options to set.
    pub(super) set: Section,
    /// The options to take out.
    pub(super) delete: BTreeSet<String>,
    /// The options whose pending change is forgotten.
    pub(super) revert: BTreeSet<String>,
    /// Whether the volumes of drives taken out go too.
    pub(super) force: bool,
}

/// What could not be changed while the machine runs, by option; it waits for the next start.
pub(super) type Problems = BTreeMap<String, String>;

/// Makes a change.
pub(super) fn apply(node: &mut Node, vmid: u32, change: &Change, log: &mut TaskLog) -> Result<Problems, String> {
    let mut values = Section::new();
    for (key, value) in &change.set {
        let value = if is_drive(key) { made_drive(node, vmid, key, value, log)? } else { kept(node, key, value) };
        values.insert(key.clone(), value);
    }
    let machine = node.machine_mut(vmid)?;
    for key in &change.revert {
        machine.pending.remove(key);
        machine.pending_deletions.remove(key);
    }
    for key in &change.delete {
        delete(node, vmid, key, change.force)?;
    }
    let mut problems = Problems::new();
    for (key, value) in values {
        if let Some(problem) = put(node, vmid, &key, &value)? {
            problems.insert(key, problem);
        }
    }
    Ok(problems)
}

/// A drive as the file keeps it, with its volume made if it asks for one.
pub(super) fn made_drive(
    node: &mut Node,
    vmid: u32,
    key: &str,
    text: &str,
    log: &mut TaskLog,
) -> Result<String, String> {
    let wish = drive(key, text);
    let format = wish.options.get("format").cloned();
    let wanted =
        |storage, size, content| Wanted { storage, vmid, size, content, format: format.as_deref(), cloud_init: false };
    let drive = match wish.source() {
        Source::Empty => return Ok(wish.to_string()),
        Source::New { storage, size } => {
            let volume = volume::make(node, &wanted(&storage, size, 0), log)?;
            wish.made(volume, Some(&format_size(size)))
        }
        Source::CloudInit { storage } => {
            let wanted = Wanted { cloud_init: true, ..wanted(&storage, CLOUD_INIT_SIZE, 0) };
            let volume = volume::make(node, &wanted, log)?;
            let mut drive = wish.made(volume, None);
            drive.options.insert("media".to_owned(), "cdrom".to_owned());
            drive
        }
        Source::Import { storage, from } => {
            let (size, volume) = imported(node, &from, &wanted(&storage, 0, 0), log)?;
            wish.made(volume, Some(&format_size(size)))
        }
        Source::Volume { .. } => {
            let size = volume::find(node, &wish.file)?.size;
            let shown = if wish.is_cdrom() { size.next_multiple_of(512) } else { size };
            let name = wish.file.clone();
            return Ok(wish.made(name, Some(&format_size(shown))).to_string());
        }
    };
    log.line(format!("{key}: successfully created disk '{drive}'"));
    Ok(drive.to_string())
}

/// Makes a volume with the content of another.
fn imported(node: &mut Node, from: &str, wanted: &Wanted<'_>, log: &mut TaskLog) -> Result<(u64, String), String> {
    let source = volume::find(node, from)?;
    let size = image_size(source.size);
    let content = volume::content(source);
    let own = node.storages.get(wanted.storage).filter(|storage| storage.path.is_some()).map(|_| source.format.clone());
    log.line(format!("create full clone of drive ({from})"));
    let format = wanted.format.map(str::to_owned).or(own);
    let wanted = Wanted { size, content: content.min(size), format: format.as_deref(), ..wanted.clone() };
    let volume = volume::make(node, &wanted, log)?;
    copied(node, &volume, size, log);
    Ok((size, volume))
}

/// The size of the disk in an image whose file has a size: whole mebibytes.
fn image_size(file: u64) -> u64 {
    file.next_multiple_of(1 << 20)
}

/// Writes what a copy writes.
pub(super) fn copied(node: &Node, volume: &str, size: u64, log: &mut TaskLog) {
    if node.release != crate::simulator::release::Release::V8_4 {
        log.line(format!("allocated target volume '{volume}'"));
    }
    #[expect(clippy::cast_precision_loss, reason = "sizes are shown with one decimal")]
    let shown = size as f64 / f64::from(1 << 30);
    log.line(format!("transferred 0.0 B of {shown:.1} GiB (0.00%)"));
    log.line(format!("transferred {shown:.1} GiB of {shown:.1} GiB (100.00%)"));
}

fn delete(node: &mut Node, vmid: u32, key: &str, force: bool) -> Result<(), String> {
    let machine = node.machine_mut(vmid)?;
    machine.pending.remove(key);
    let Some(value) = machine.config.get(key).cloned() else { return Ok(()) };
    if machine.is_running() && hotplug(key) == Hotplug::Never {
        machine.pending_deletions.insert(key.to_owned(), force);
        return Ok(());
    }
    remember_for_cloud_init(machine, key);
    machine.config.remove(key);
    if key.starts_with("unused") {
        volume::remove(node, &value);
    } else if is_drive(key) {
        put_away(node, vmid, &value, force)?;
    }
    Ok(())
}

/// Keeps the volume of a drive that is gone as `unused0` and so on, or removes it.
fn put_away(node: &mut Node, vmid: u32, value: &str, force: bool) -> Result<(), String> {
    let Some(drive) = Drive::read(value).filter(|drive| !drive.is_cdrom() || drive.is_cloud_init()) else {
        return Ok(());
    };
    if volume::owner(&drive.file) != Some(vmid) {
        return Ok(());
    }
    if force || drive.is_cloud_init() {
        volume::remove(node, &drive.file);
        return Ok(());
    }
    let config = &mut node.machine_mut(vmid)?.config;
    let free = (0..256).map(|number| format!("unused{number}")).find(|key| !config.contains_key(key));
    if let Some(key) = free {
        config.insert(key, drive.file);
    }
    Ok(())
}

/// Sets an option; gives the problem where that has to wait for the next start for one.
fn put(node: &mut Node, vmid: u32, key: &str, value: &str) -> Result<Option<String>, String> {
    let machine = node.machine_mut(vmid)?;
    machine.pending_deletions.remove(key);
    let before = machine.config.get(key).cloned();
    if before.as_deref() == Some(value) {
        machine.pending.remove(key);
        return Ok(None);
    }
    if machine.is_running() {
        let problem = match hotplug(key) {
            Hotplug::Now | Hotplug::CloudInit => Ok(()),
            Hotplug::NetworkDevice => plug_device(node, vmid, key, before.as_deref(), value),
            Hotplug::Drive if before.as_deref().is_none_or(|before| same_volume(before, value)) => Ok(()),
            Hotplug::Drive | Hotplug::Never => Err(None),
        };
        if let Err(problem) = problem {
            set(&mut node.machine_mut(vmid)?.pending, key, value);
            return Ok(problem);
        }
    }
    let machine = node.machine_mut(vmid)?;
    machine.pending.remove(key);
    remember_for_cloud_init(machine, key);
    set(&mut machine.config, key, value);
    if let Some(before) = before.filter(|before| is_drive(key) && !same_volume(before, value)) {
        put_away(node, vmid, &before, false)?;
    }
    let config = &mut node.machine_mut(vmid)?.config;
    if let Some(drive) = Drive::read(value).filter(|_| is_drive(key)) {
        config.retain(|key, value| !key.starts_with("unused") || *value != drive.file);
    }
    Ok(None)
}

/// Changes a network device of a running machine, or says why that waits.
fn plug_device(node: &Node, vmid: u32, key: &str, before: Option<&str>, value: &str) -> Result<(), Option<String>> {
    let device = NetworkDevice::read(value);
    let is_replaced = before.is_some_and(|before| NetworkDevice::read(before).is_replaced_by(&device));
    let text = if let Some(failure) = device.connection_failure(node) {
        let script = "network script /usr/libexec/qemu-server/pve-bridge-hotplug";
        format!("VM {vmid} qmp command 'netdev_add' failed - {script} failed with status {}", failure.status)
    } else if is_replaced {
        format!("error on hot-unplugging device '{key}'")
    } else {
        return Ok(());
    };
    Err(Some(format!("hotplug problem - {text}\n")))
}

fn same_volume(one: &str, other: &str) -> bool {
    let file = |text| Drive::read(text).map(|drive| drive.file);
    file(one) == file(other)
}

/// Keeps what the image for cloud-init still says of an option that changes.
fn remember_for_cloud_init(machine: &mut VirtualMachine, key: &str) {
    let has_image = super::drive::drives(&machine.config).any(|(_, drive)| drive.is_cloud_init());
    let is_told = hotplug(key) == Hotplug::CloudInit && has_image && machine.is_running();
    if let Some(value) = machine.config.get(key).filter(|_| is_told).cloned() {
        machine.cloud_init.entry(key.to_owned()).or_insert(value);
    }
}
