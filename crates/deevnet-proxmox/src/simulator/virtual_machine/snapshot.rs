//! Snapshots.

use serde_json::{Value, json};

use super::drive::drives;
use super::guest_task::{GuestTask, nothing};
use super::show::options;
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Node, Outcome, PowerState, Snapshot, TaskLog};

/// The snapshots, and the present.
pub(super) fn list(node: &mut Node, call: &Call) -> Answer {
    let machine = node.machine(call.vmid()).map_err(Refusal::failure)?;
    let mut rows: Vec<Value> = Vec::new();
    for (name, snapshot) in &machine.snapshots {
        let mut row = json!({
            "name": name, "snaptime": snapshot.time, "description": snapshot.description, "vmstate": 0,
        });
        if let Some(parent) = &snapshot.parent {
            row["parent"] = json!(parent);
        }
        rows.push(row);
    }
    let running = u8::from(machine.is_running());
    let mut present = json!({
        "name": "current", "description": "You are here!", "digest": machine.digest(), "running": running,
    });
    if let Some(parent) = machine.config.get("parent") {
        present["parent"] = json!(parent);
    }
    rows.push(present);
    Ok(rows.into())
}

/// The calls below a snapshot.
pub(super) fn index() -> Reply {
    vec![json!({ "cmd": "rollback" }), json!({ "cmd": "config" })].into()
}

/// The configuration at the time of a snapshot.
pub(super) fn config(node: &mut Node, call: &Call) -> Answer {
    let machine = node.machine(call.vmid()).map_err(Refusal::failure)?;
    let name = call.text("snapname");
    let missing = || Refusal::failure(format!("snapshot '{name}' does not exist"));
    let snapshot = machine.snapshots.get(name).ok_or_else(missing)?;
    Ok(Value::from(options(&snapshot.section())).into())
}

/// Takes a snapshot.
pub(super) fn take(node: &mut Node, call: &Call) -> Answer {
    let vmid = call.vmid();
    node.machine(vmid).map_err(Refusal::failure)?;
    let name = call.text("snapname").to_owned();
    if matches!(name.as_str(), "current" | "pending") {
        return Err(Refusal::failure(format!("unable to use snapshot name '{name}' (reserved name)")));
    }
    let description = call.text("description").to_owned();
    let wanted = name.clone();
    let check = move |node: &Node| {
        let machine = node.machine(vmid)?;
        machine.check_lock()?;
        let is_used = machine.snapshots.contains_key(&wanted);
        if is_used { Err(format!("snapshot name '{wanted}' already used")) } else { Ok(()) }
    };
    let work = move |node: &mut Node, log: &mut TaskLog| {
        let time = node.clock.time();
        let machine = node.machine_mut(vmid)?;
        let mut config = machine.config.clone();
        let parent = config.remove("parent");
        for (key, drive) in drives(&config).filter(|(_, drive)| !drive.is_cdrom()) {
            log.line(format!("snapshotting 'drive-{key}' ({})", drive.file));
        }
        machine.config.insert("parent".to_owned(), name.clone());
        machine.snapshots.insert(name, Snapshot { config, parent, description, time });
        Ok(Outcome::Ok)
    };
    let task = GuestTask::new("qmsnapshot", vmid, node.options.task_duration);
    Ok(task.start(node, call, check, work, nothing).into())
}

/// Removes a snapshot.
pub(super) fn remove(node: &mut Node, call: &Call) -> Answer {
    let work = |node: &mut Node, vmid: u32, name: &str| {
        let machine = node.machine_mut(vmid)?;
        let parent = machine.snapshots.remove(name).and_then(|snapshot| snapshot.parent);
        for snapshot in machine.snapshots.values_mut().filter(|snapshot| snapshot.parent.as_deref() == Some(name)) {
            snapshot.parent.clone_from(&parent);
        }
        if machine.config.get("parent").is_some_and(|current| current == name) {
            machine.config.remove("parent");
            machine.config.extend(parent.map(|parent| ("parent".to_owned(), parent)));
        }
        Ok(Outcome::Ok)
    };
    on_existing(node, call, "qmdelsnapshot", work)
}

/// Goes back to a snapshot.
pub(super) fn roll_back(node: &mut Node, call: &Call) -> Answer {
    let work = |node: &mut Node, vmid: u32, name: &str| {
        let machine = node.machine_mut(vmid)?;
        let snapshot = machine.snapshots.get(name).cloned().unwrap_or_default();
        machine.config = snapshot.config;
        machine.config.insert("parent".to_owned(), name.to_owned());
        machine.pending.clear();
        machine.pending_deletions.clear();
        machine.power = PowerState::Stopped;
        Ok(Outcome::Ok)
    };
    on_existing(node, call, "qmrollback", work)
}

fn on_existing(
    node: &mut Node,
    call: &Call,
    kind: &'static str,
    work: fn(&mut Node, u32, &str) -> Result<Outcome, String>,
) -> Answer {
    let vmid = call.vmid();
    node.machine(vmid).map_err(Refusal::failure)?;
    let name = call.text("snapname").to_owned();
    let check = move |node: &Node| node.machine(vmid)?.check_lock();
    let work = move |node: &mut Node, _: &mut TaskLog| {
        if !node.machine(vmid)?.snapshots.contains_key(&name) {
            return Err(format!("snapshot '{name}' does not exist"));
        }
        work(node, vmid, &name)
    };
    let task = GuestTask::new(kind, vmid, node.options.task_duration);
    Ok(task.start(node, call, check, work, nothing).into())
}
