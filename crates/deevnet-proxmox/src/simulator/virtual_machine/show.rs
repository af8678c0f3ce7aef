//! What is shown of machines.

use serde_json::{Map, Value, json};

use super::file::Section;
use super::network_device::is_network_device;
use super::option::find;
use crate::simulator::node::{machine_row, qmp_status};
use crate::simulator::parameter::Kind;
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Node, PowerState, VirtualMachine, digest};

/// What stands in the place of a password.
const HIDDEN: &str = "**********";

/// The configuration: what the machine will boot with, or what it runs with.
pub(super) fn config(node: &mut Node, call: &Call) -> Answer {
    let machine = node.machine(call.vmid()).map_err(Refusal::failure)?;
    let section = match call.get("snapshot") {
        Some(name) => {
            let missing = || Refusal::failure(format!("snapshot '{name}' does not exist"));
            machine.snapshots.get(name).ok_or_else(missing)?.section()
        }
        None if call.flag("current") => machine.config.clone(),
        None => machine.effective(),
    };
    let mut shown = options(&section);
    shown.insert("digest".to_owned(), json!(machine.digest()));
    Ok(Value::from(shown).into())
}

/// The options of a section as values: numbers as numbers, passwords hidden.
pub(super) fn options(section: &Section) -> Map<String, Value> {
    section.iter().map(|(key, text)| (key.clone(), value(key, text))).collect()
}

/// What waits for the next start, beside what is.
pub(super) fn pending(node: &mut Node, call: &Call) -> Answer {
    let machine = node.machine(call.vmid()).map_err(Refusal::failure)?;
    let mut rows: Vec<Value> = Vec::new();
    for (key, text) in &machine.config {
        let mut row = Map::from_iter([("key".to_owned(), json!(key)), ("value".to_owned(), value(key, text))]);
        if let Some(text) = machine.pending.get(key) {
            row.insert("pending".to_owned(), value(key, text));
        }
        if let Some(forced) = machine.pending_deletions.get(key) {
            row.insert("delete".to_owned(), json!(if *forced { 2 } else { 1 }));
        }
        rows.push(row.into());
    }
    let new = machine.pending.iter().filter(|(key, _)| !machine.config.contains_key(*key));
    rows.extend(new.map(|(key, text)| json!({ "key": key, "pending": value(key, text) })));
    rows.push(json!({ "key": "digest", "value": machine.digest() }));
    Ok(rows.into())
}

/// What a machine does at present.
pub(super) fn current(node: &mut Node, call: &Call) -> Answer {
    let vmid = call.vmid();
    let machine = node.machine(vmid).map_err(Refusal::failure)?;
    let mut shown = Map::new();
    if agent_is_on(&machine.config) {
        shown.insert("agent".to_owned(), json!(1));
    }
    shown.insert("ha".to_owned(), json!({ "managed": 0 }));
    if matches!(machine.power, PowerState::Running { paused: false, .. }) {
        let devices = machine.config.keys().filter(|key| is_network_device(key));
        let nics: Map<String, Value> = devices
            .map(|key| (format!("tap{vmid}i{}", key.trim_start_matches("net")), json!({ "netin": 0, "netout": 0 })))
            .collect();
        if !nics.is_empty() {
            shown.insert("nics".to_owned(), nics.into());
        }
    }
    shown.extend(machine_row(node, vmid, machine));
    shown.insert("qmpstatus".to_owned(), qmp_status(machine).into());
    Ok(Value::from(shown).into())
}

fn directories(names: &'static [&'static str]) -> Reply {
    names.iter().map(|name| json!({ "subdir": name })).collect::<Vec<_>>().into()
}

/// The calls below a machine.
pub(super) fn index(node: &mut Node, call: &Call) -> Answer {
    node.machine(call.vmid()).map_err(Refusal::failure)?;
    Ok(directories(&[
        "config",
        "cloudinit",
        "pending",
        "status",
        "unlink",
        "vncproxy",
        "termproxy",
        "migrate",
        "resize",
        "move",
        "rrd",
        "rrddata",
        "monitor",
        "agent",
        "snapshot",
        "spiceproxy",
        "sendkey",
        "firewall",
        "mtunnel",
        "remote_migrate",
    ]))
}

/// The calls below the status of a machine.
pub(super) fn status_index() -> Reply {
    directories(&["current", "start", "stop", "reset", "shutdown", "suspend", "reboot"])
}

/// Whether the guest has an agent that may be asked.
pub(super) fn agent_is_on(config: &Section) -> bool {
    let agent = config.get("agent").map_or("", String::as_str);
    let first = agent.split(',').next().unwrap_or_default();
    matches!(first.trim_start_matches("enabled="), "1" | "on" | "yes" | "true")
}

/// The value of an option as it is shown.
pub(super) fn value(key: &str, text: &str) -> Value {
    if key == "cipassword" {
        return json!(HIDDEN);
    }
    let is_number = matches!(key, "snaptime")
        || find(key)
            .is_some_and(|option| matches!(option.kind, Kind::Boolean | Kind::Integer { .. } | Kind::Number { .. }));
    match text.parse::<i64>() {
        Ok(number) if is_number => json!(number),
        _ => match text.parse::<f64>() {
            Ok(number) if is_number => json!(number),
            _ => json!(text),
        },
    }
}

impl VirtualMachine {
    /// What its image for cloud-init says of the options that it tells the guest of, beside what it should say.
    pub(super) fn cloud_init_rows(&self) -> Vec<Value> {
        let keys = ["cicustom", "cipassword", "ciuser", "nameserver", "searchdomain", "sshkeys"];
        let rows = keys.iter().filter_map(|key| {
            let wanted = self.config.get(*key)?;
            let mut row = json!({ "key": key, "value": value(key, wanted) });
            if let Some(old) = self.cloud_init.get(*key) {
                row = json!({ "key": key, "value": value(key, old), "pending": value(key, wanted) });
            }
            Some(row)
        });
        rows.collect()
    }
}

/// The options of the firewall: nothing is ever set, so that its file is empty.
pub(super) fn firewall_options(_: &mut Node, _: &Call) -> Answer {
    Ok(json!({ "digest": digest("") }).into())
}

/// The options that cloud-init tells the guest of.
pub(super) fn cloud_init(node: &mut Node, call: &Call) -> Answer {
    let machine = node.machine(call.vmid()).map_err(Refusal::failure)?;
    Ok(machine.cloud_init_rows().into())
}
