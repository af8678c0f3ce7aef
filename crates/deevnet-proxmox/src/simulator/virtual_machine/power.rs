//! Start, stop and what lies between.

use std::time::Duration;

use super::drive::drives;
use super::file::flag;
use super::guest_task::{GuestTask, nothing};
use super::network_device::{NetworkDevice, is_network_device};
use super::show::agent_is_on;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Refusal};
use crate::simulator::state::{Node, Outcome, PowerState, TaskLog, VirtualMachine};

/// How long a shutdown waits for the guest if nothing else is said.
const SHUTDOWN_PATIENCE: u64 = 60;

/// Starts a machine.
pub(super) fn start(node: &mut Node, call: &Call) -> Answer {
    let vmid = existing(node, call)?;
    refuse_skipping(call)?;
    let task = GuestTask::new("qmstart", vmid, node.options.task_duration);
    let check = move |node: &Node| check_start(node, vmid);
    Ok(task.start(node, call, check, move |node, log| boot(node, vmid, log), nothing).into())
}

/// Stops a machine without asking its guest.
pub(super) fn stop(node: &mut Node, call: &Call) -> Answer {
    let vmid = existing(node, call)?;
    refuse_skipping(call)?;
    let duration = if is_running(node, vmid) { node.options.task_duration } else { Duration::ZERO };
    let task = GuestTask::new("qmstop", vmid, duration);
    let check = move |node: &Node| node.machine(vmid)?.check_lock();
    Ok(task.start(node, call, check, move |node, _| halt(node, vmid), nothing).into())
}

/// Asks the guest of a machine to shut down.
pub(super) fn shutdown(node: &mut Node, call: &Call) -> Answer {
    let vmid = existing(node, call)?;
    refuse_skipping(call)?;
    let patience = Duration::from_secs(call.integer("timeout").unwrap_or(SHUTDOWN_PATIENCE));
    let takes = node.options.shutdown_duration;
    let (answers, forced) = (takes <= patience, call.flag("forceStop"));
    let duration = if is_running(node, vmid) { takes.min(patience) } else { Duration::ZERO };
    let task = GuestTask::new("qmshutdown", vmid, duration);
    let check = move |node: &Node| node.machine(vmid)?.check_lock();
    let work = move |node: &mut Node, log: &mut TaskLog| {
        if is_running(node, vmid) && !answers && !forced {
            if agent_is_on(&node.machine(vmid)?.config) {
                let text = format!("VM {vmid} qmp command 'guest-ping' failed - got timeout");
                log.line(format!("QEMU Guest Agent is not running - {text}"));
            }
            return Err("VM quit/powerdown failed - got timeout".to_owned());
        }
        halt(node, vmid)
    };
    Ok(task.start(node, call, check, work, nothing).into())
}

/// Asks the guest of a machine to shut down, and starts the machine again.
pub(super) fn reboot(node: &mut Node, call: &Call) -> Answer {
    let vmid = running(node, call)?;
    let patience = Duration::from_secs(call.integer("timeout").unwrap_or(SHUTDOWN_PATIENCE));
    let takes = node.options.shutdown_duration;
    let task = GuestTask::new("qmreboot", vmid, takes.min(patience));
    let check = move |node: &Node| node.machine(vmid)?.check_lock();
    let work = move |node: &mut Node, log: &mut TaskLog| {
        if takes > patience {
            return Err("VM quit/powerdown failed - got timeout".to_owned());
        }
        halt(node, vmid)?;
        boot(node, vmid, log)
    };
    Ok(task.start(node, call, check, work, nothing).into())
}

/// Resets a machine.
pub(super) fn reset(node: &mut Node, call: &Call) -> Answer {
    change_running(node, call, "qmreset", |_| {})
}

/// Halts a machine in the middle.
pub(super) fn suspend(node: &mut Node, call: &Call) -> Answer {
    change_running(node, call, "qmpause", |paused| *paused = true)
}

/// Lets a halted machine go on.
pub(super) fn resume(node: &mut Node, call: &Call) -> Answer {
    change_running(node, call, "qmresume", |paused| *paused = false)
}

fn change_running(node: &mut Node, call: &Call, kind: &'static str, change: fn(&mut bool)) -> Answer {
    let vmid = running(node, call)?;
    refuse_skipping(call)?;
    let task = GuestTask::new(kind, vmid, node.options.task_duration);
    let check = move |node: &Node| node.machine(vmid)?.check_lock();
    let work = move |node: &mut Node, _: &mut TaskLog| {
        if let PowerState::Running { paused, .. } = &mut node.machine_mut(vmid)?.power {
            change(paused);
        }
        Ok(Outcome::Ok)
    };
    Ok(task.start(node, call, check, work, nothing).into())
}

/// Refuses what cannot start.
pub(super) fn check_start(node: &Node, vmid: u32) -> Result<(), String> {
    let machine = node.machine(vmid)?;
    machine.check_lock()?;
    if machine.is_template() {
        return Err("you can't start a vm if it's a template".to_owned());
    }
    if machine.is_running() { Err(format!("VM {vmid} already running")) } else { Ok(()) }
}

/// Starts a machine with what waited for it.
pub(super) fn boot(node: &mut Node, vmid: u32, log: &mut TaskLog) -> Result<Outcome, String> {
    node.machine_mut(vmid)?.settle();
    let config = node.machine(vmid)?.config.clone();
    if drives(&config).any(|(_, drive)| drive.is_cloud_init()) {
        log.line("generating cloud-init ISO");
    }
    let devices = config.iter().filter(|(key, _)| is_network_device(key));
    for (key, value) in devices {
        let device = NetworkDevice::read(value);
        if let Some(why) = device.connection_failure(node) {
            let interface = format!("tap{vmid}i{}", key.trim_start_matches("net"));
            if node.release == Release::V9_2 && !node.has_bridge(device.get("bridge").unwrap_or_default()) {
                return Err(why.text);
            }
            log.line(why.text);
            log.line(format!(
                "kvm: -netdev type=tap,id={key},ifname={interface},script=/usr/libexec/qemu-server/pve-bridge,\
                 downscript=/usr/libexec/qemu-server/pve-bridgedown: network script \
                 /usr/libexec/qemu-server/pve-bridge failed with status {}",
                why.status
            ));
            return Err("start failed: QEMU exited with code 1".to_owned());
        }
    }
    let pid = u32::try_from(node.random.next() % 0x003f_ffff).unwrap_or_default() + 1;
    let since = node.clock.now();
    let machine = node.machine_mut(vmid)?;
    machine.cloud_init.clear();
    machine.power = PowerState::Running { since, pid, paused: false };
    Ok(Outcome::Ok)
}

/// Stops a machine; what waited for its next start is settled.
fn halt(node: &mut Node, vmid: u32) -> Result<Outcome, String> {
    let machine = node.machine_mut(vmid)?;
    if machine.is_running() {
        machine.power = PowerState::Stopped;
        machine.settle();
    }
    Ok(Outcome::Ok)
}

fn existing(node: &Node, call: &Call) -> Result<u32, Refusal> {
    let vmid = call.vmid();
    node.machine(vmid).map_err(Refusal::failure)?;
    Ok(vmid)
}

fn running(node: &Node, call: &Call) -> Result<u32, Refusal> {
    let vmid = existing(node, call)?;
    if is_running(node, vmid) { Ok(vmid) } else { Err(Refusal::failure(format!("VM {vmid} not running"))) }
}

fn is_running(node: &Node, vmid: u32) -> bool {
    node.machine(vmid).is_ok_and(VirtualMachine::is_running)
}

/// Refuses everybody but root who would pass over a lock.
pub(super) fn refuse_skipping(call: &Call) -> Result<(), Refusal> {
    if call.flag("skiplock") && !call.caller.is_root() {
        return Err(Refusal::parameter("skiplock", "Only root may use this option."));
    }
    Ok(())
}

/// Whether a machine is protected from being removed.
pub(super) fn is_protected(node: &Node, vmid: u32) -> bool {
    node.machine(vmid).is_ok_and(|machine| flag(&machine.config, "protection"))
}
