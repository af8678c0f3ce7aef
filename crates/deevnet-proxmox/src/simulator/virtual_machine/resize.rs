//! Growing disks.

use super::drive::Drive;
use super::guest_task::{GuestTask, nothing};
use super::power::refuse_skipping;
use super::volume;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::size::{format_size, parse_size};
use crate::simulator::state::{Node, Outcome, TaskLog};

/// Grows a disk.
pub(super) fn resize(node: &mut Node, call: &Call) -> Answer {
    refuse_skipping(call)?;
    let vmid = call.vmid();
    node.machine(vmid).map_err(Refusal::failure)?;
    let (disk, size) = (call.text("disk").to_owned(), call.text("size").to_owned());
    let digest = call.get("digest").map(str::to_owned);
    let task = GuestTask::new("resize", vmid, node.options.task_duration);
    let key = disk.clone();
    let check = move |node: &Node| {
        let machine = node.machine(vmid)?;
        machine.check_digest(digest.as_deref())?;
        machine.check_lock()?;
        drive(node, vmid, &key).map(drop)
    };
    let work = move |node: &mut Node, log: &mut TaskLog| grow(node, vmid, &disk, &size, log);
    Ok(task.start(node, call, check, work, nothing).into())
}

fn drive(node: &Node, vmid: u32, disk: &str) -> Result<Drive, String> {
    let drive = node.machine(vmid)?.config.get(disk).and_then(|value| Drive::read(value));
    let drive = drive.ok_or_else(|| format!("disk '{disk}' does not exist"))?;
    if drive.is_cdrom() { Err("you can't resize a cdrom".to_owned()) } else { Ok(drive) }
}

fn grow(node: &mut Node, vmid: u32, disk: &str, size: &str, log: &mut TaskLog) -> Result<Outcome, String> {
    let drive = drive(node, vmid, disk)?;
    let before = volume::find(node, &drive.file)?.size;
    let added = size.strip_prefix('+');
    let bytes = parse_size(added.unwrap_or(size)).unwrap_or_default();
    let after = if added.is_some() { before.saturating_add(bytes) } else { bytes };
    if after < before {
        return Err("shrinking disks is not supported".to_owned());
    }
    if after == before {
        return Ok(Outcome::Ok);
    }
    if node.machine(vmid)?.is_template() {
        let path = volume::path_of(node, &drive.file);
        log.line(format!("qemu-img: Could not open '{path}': Could not open '{path}': Operation not permitted"));
        let format = volume::find(node, &drive.file)?.format.clone();
        return Err(format!("command '/usr/bin/qemu-img resize -f {format} {path} {after}' failed: exit code 1"));
    }
    volume::grow(node, &drive.file, after)?;
    log.line("Image resized.");
    let file = drive.file.clone();
    let drive = drive.made(file, Some(&format_size(after))).to_string();
    node.machine_mut(vmid)?.config.insert(disk.to_owned(), drive);
    Ok(Outcome::Ok)
}
