//! Making templates of machines.

use super::drive::drives;
use super::guest_task::{GuestTask, nothing};
use super::volume;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::{Node, Outcome, TaskLog};

/// Makes a machine a template: its disks become the base of others.
pub(super) fn template(node: &mut Node, call: &Call) -> Answer {
    let vmid = call.vmid();
    node.machine(vmid).map_err(Refusal::failure)?;
    node.wait_for_file(vmid)?;
    check(node, vmid).map_err(Refusal::failure)?;
    let machine = node.machine_mut(vmid).map_err(Refusal::failure)?;
    machine.config.insert("template".to_owned(), "1".to_owned());
    let task = GuestTask::new("qmtemplate", vmid, node.options.task_duration);
    let work = move |node: &mut Node, _: &mut TaskLog| make_bases(node, vmid);
    Ok(task.start(node, call, |_| Ok(()), work, nothing).into())
}

fn check(node: &Node, vmid: u32) -> Result<(), String> {
    let machine = node.machine(vmid)?;
    machine.check_lock()?;
    let refusal = match machine {
        _ if !machine.snapshots.is_empty() => "you can't convert a VM to template if there are snapshots",
        _ if machine.is_template() => "you can't convert a template to a template",
        _ if machine.is_running() => "you can't convert a VM to template if VM is running",
        _ => return Ok(()),
    };
    Err(refusal.to_owned())
}

fn make_bases(node: &mut Node, vmid: u32) -> Result<Outcome, String> {
    let config = node.machine(vmid)?.config.clone();
    for (key, drive) in drives(&config).filter(|(_, drive)| !drive.is_cdrom()) {
        let base = volume::make_base(node, &drive.file)?;
        let drive = drive.made(base, None).to_string();
        node.machine_mut(vmid)?.config.insert(key.to_owned(), drive);
    }
    Ok(Outcome::Ok)
}
