//! Removing machines.

use super::drive::drives;
use super::guest_task::{GuestTask, nothing};
use super::power::{is_protected, refuse_skipping};
use super::volume;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::{Node, Outcome, TaskLog};

/// Removes a machine with its disks.
pub(super) fn destroy(node: &mut Node, call: &Call) -> Answer {
    refuse_skipping(call)?;
    let vmid = call.vmid();
    let machine = node.machine(vmid).map_err(Refusal::failure)?;
    if is_protected(node, vmid) {
        return Err(Refusal::failure(format!("can't remove VM {vmid} - protection mode enabled")));
    }
    if machine.is_running() {
        return Err(Refusal::failure(format!("VM {vmid} is running - destroy failed")));
    }
    let (purge, unreferenced) = (call.flag("purge"), call.flag("destroy-unreferenced-disks"));
    let task = GuestTask::new("qmdestroy", vmid, node.options.task_duration);
    let check = move |node: &Node| check(node, vmid);
    let work = move |node: &mut Node, log: &mut TaskLog| {
        if purge {
            log.line(format!("purging VM {vmid} from related configurations.."));
        }
        remove(node, vmid, unreferenced)
    };
    Ok(task.start(node, call, check, work, nothing).into())
}

fn check(node: &Node, vmid: u32) -> Result<(), String> {
    let machine = node.machine(vmid)?;
    machine.check_lock()?;
    if machine.is_running() {
        return Err(format!("VM {vmid} is running - destroy failed"));
    }
    Ok(())
}

/// Refuses to remove the base of other disks.
fn check_links(node: &Node, vmid: u32) -> Result<(), String> {
    let machine = node.machine(vmid)?;
    if !machine.is_template() {
        return Ok(());
    }
    match drives(&machine.config).find(|(_, drive)| volume::has_links(node, &drive.file)) {
        Some((_, drive)) => Err(format!("base volume '{}' is still in use by linked cloned", drive.file)),
        None => Ok(()),
    }
}

fn remove(node: &mut Node, vmid: u32, unreferenced: bool) -> Result<Outcome, String> {
    check_links(node, vmid)?;
    let config = node.machine(vmid)?.config.clone();
    let drives = drives(&config).map(|(_, drive)| drive.file);
    let unused = config.iter().filter(|(key, _)| key.starts_with("unused")).map(|(_, value)| value.clone());
    for file in drives.chain(unused).filter(|file| volume::owner(file) == Some(vmid)).collect::<Vec<_>>() {
        volume::remove(node, &file);
    }
    if unreferenced {
        volume::remove_all_of(node, vmid);
    }
    node.virtual_machines.remove(&vmid);
    for pool in node.pools.values_mut() {
        pool.guests.remove(&vmid);
    }
    let path = format!("/vms/{vmid}");
    node.access.acl.retain(|entry| entry.path != path);
    Ok(Outcome::Ok)
}
