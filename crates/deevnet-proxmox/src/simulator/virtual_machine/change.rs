//! Changes to the configuration of a machine.

use std::collections::{BTreeMap, BTreeSet};

use super::change_effect::{Change, Problems, apply};
use super::file::Section;
use super::option::find;
use super::power::refuse_skipping;
use super::volume;
use super::wish::{check, require_options, require_storages, wishes};
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Node, Outcome, TaskLog};

/// Changes a configuration while the caller waits.
pub(super) fn update(node: &mut Node, call: &Call) -> Answer {
    let change = prepare(node, call)?;
    let problems = apply(node, call.vmid(), &change, &mut TaskLog::default()).map_err(Refusal::failure)?;
    if problems.is_empty() { Reply::null() } else { Err(Refusal::parameters(problems)) }
}

/// Changes a configuration in a task.
pub(super) fn update_in_task(node: &mut Node, call: &Call) -> Answer {
    let change = prepare(node, call)?;
    let vmid = call.vmid();
    let duration = node.options.task_duration;
    let effect = move |node: &mut Node, log: &mut TaskLog| {
        log.line(format!("update VM {vmid}: {}", arguments(&change)));
        let problems = apply(node, vmid, &change, log)?;
        if problems.is_empty() { Ok(Outcome::Ok) } else { Err(text(&problems)) }
    };
    let until = node.clock.now() + duration + call.task_fault.delay;
    if let Some(machine) = node.virtual_machines.get_mut(&vmid) {
        machine.locked_until = Some(until);
    }
    Ok(node.start_task(call, "qmconfig", vmid, duration, effect).into())
}

fn prepare(node: &mut Node, call: &Call) -> Result<Change, Refusal> {
    refuse_skipping(call)?;
    let vmid = call.vmid();
    let wishes = wishes(call);
    let list = |name: &str| call.list(name).into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
    let change = Change { set: wishes, delete: list("delete"), revert: list("revert"), force: call.flag("force") };
    check_hook(node, &change.set)?;
    check(node, &change.set)?;
    if change.set.is_empty() && change.delete.is_empty() && change.revert.is_empty() {
        return Err(Refusal::failure("no options specified"));
    }
    check_names(&change)?;
    require_options(node, call, vmid, &change.set, change.delete.iter().map(String::as_str))?;
    require_options(node, call, vmid, &change.set, change.revert.iter().map(String::as_str))?;
    require_storages(node, call, &change.set)?;
    require_options(node, call, vmid, &change.set, change.set.keys().map(String::as_str))?;
    node.machine(vmid).map_err(Refusal::failure)?;
    node.wait_for_file(vmid)?;
    let machine = node.machine(vmid).map_err(Refusal::failure)?;
    machine.check_digest(call.get("digest")).map_err(Refusal::failure)?;
    if !call.flag("skiplock") {
        machine.check_lock().map_err(Refusal::failure)?;
    }
    check_boot_order(&machine.effective(), &change)?;
    Ok(change)
}

/// A script must be a file that may be run; none in a simulated storage is.
fn check_hook(node: &Node, wishes: &Section) -> Result<(), Refusal> {
    match wishes.get("hookscript") {
        Some(script) if volume::find(node, script).is_ok() => {
            Err(Refusal::parameter("hookscript", format!("script '{script}' is not executable\n")))
        }
        Some(script) => Err(Refusal::parameter("hookscript", format!("script '{script}' does not exist\n"))),
        None => Ok(()),
    }
}

fn check_names(change: &Change) -> Result<(), Refusal> {
    for (parameter, names) in [("delete", &change.delete), ("revert", &change.revert)] {
        for name in names {
            if find(name).is_none() {
                return Err(Refusal::parameter(parameter, format!("unknown option '{name}'")));
            }
            if change.set.contains_key(name) {
                let text = format!("you can't use '-{name}' and -{parameter} {name}' at the same time");
                return Err(Refusal::parameter(parameter, text));
            }
            if parameter == "revert" && change.delete.contains(name) {
                let text = format!("you can't use '-delete {name}' and '-revert {name}' at the same time");
                return Err(Refusal::parameter(parameter, text));
            }
        }
    }
    Ok(())
}

fn check_boot_order(config: &Section, change: &Change) -> Result<(), Refusal> {
    let order = change.set.get("boot").and_then(|boot| boot.strip_prefix("order="));
    let devices = order.into_iter().flat_map(|order| order.split([';', ' '])).filter(|device| !device.is_empty());
    for device in devices {
        if !config.contains_key(device) && !change.set.contains_key(device) {
            return Err(Refusal::failure(format!("invalid bootorder: device '{device}' does not exist'")));
        }
    }
    Ok(())
}

fn arguments(change: &Change) -> String {
    let shown = |key: &str, value: &str| match key {
        "cipassword" => format!("-{key} <hidden>"),
        _ => format!("-{key} {value}"),
    };
    let mut arguments: BTreeMap<&str, String> =
        change.set.iter().map(|(key, value)| (&**key, shown(key, value))).collect();
    for (name, names) in [("delete", &change.delete), ("revert", &change.revert)] {
        if !names.is_empty() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            arguments.insert(name, format!("-{name} {}", names.join(",")));
        }
    }
    arguments.into_values().collect::<Vec<_>>().join(" ")
}

fn text(problems: &Problems) -> String {
    let lines = problems.iter().map(|(key, problem)| format!("{key}: {}", problem.trim_end()));
    format!("Parameter verification failed. {}", lines.collect::<Vec<_>>().join("; "))
}
