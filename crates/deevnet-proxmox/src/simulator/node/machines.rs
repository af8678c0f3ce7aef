//! The virtual machines of a node as it lists them: what each has and uses, in numbers.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Reply};
use crate::simulator::size::parse_size;
use crate::simulator::state::{Node, PowerState, VirtualMachine};
use crate::transport::Method;

/// The memory of a machine that says nothing of it, in MiB.
const DEFAULT_MEMORY: u64 = 512;

/// How long guests wait for processor, disk and memory, as 9.x tells of those that run.
pub(crate) const PRESSURE: &[&str] = &[
    "pressurecpufull",
    "pressurecpusome",
    "pressureiofull",
    "pressureiosome",
    "pressurememoryfull",
    "pressurememorysome",
];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[Endpoint::new(
    Method::Get,
    "/nodes/{node}/qemu",
    &[&[Parameter::boolean("full").optional()]],
    Permission::User,
    list,
)];

fn list(node: &mut Node, call: &Call) -> Answer {
    let is_visible = |vmid: u32| node.allows(&call.caller, &format!("/vms/{vmid}"), "VM.Audit");
    let machines = node.virtual_machines.iter().filter(|(vmid, _)| is_visible(**vmid));
    let rows = machines.map(|(vmid, machine)| {
        let mut row = machine_row(node, *vmid, machine);
        if call.flag("full") {
            row.insert("qmpstatus".to_owned(), qmp_status(machine).into());
        }
        Value::Object(row)
    });
    Ok(Reply::from(rows.collect::<Vec<Value>>()))
}

impl Node {
    /// How much memory a machine uses on the node, in bytes.
    pub(crate) fn virtual_machine_memory(&self, vmid: u32) -> u64 {
        let machine = self.virtual_machines.get(&vmid).filter(|machine| machine.is_running());
        machine.map_or(0, |machine| memory(machine) / 4)
    }
}

/// The row of a machine, as lists and its status have it.
pub(crate) fn machine_row(node: &Node, vmid: u32, machine: &VirtualMachine) -> Map<String, Value> {
    let mut row = Map::new();
    let mut set = |key: &str, value: Value| row.insert(key.to_owned(), value);
    let in_use = node.virtual_machine_memory(vmid);
    set("vmid", vmid.into());
    set("name", name(vmid, machine).into());
    set("status", if machine.is_running() { "running" } else { "stopped" }.into());
    set("cpus", processors(machine).into());
    set("maxmem", memory(machine).into());
    set("mem", in_use.into());
    set("maxdisk", disk(machine).into());
    set("uptime", uptime(node, machine).into());
    for key in ["cpu", "disk", "netin", "netout"] {
        set(key, json!(0));
    }
    for key in ["tags", "lock"] {
        if let Some(value) = machine.config.get(key).filter(|value| !value.trim().is_empty()) {
            set(key, value.as_str().into());
        }
    }
    if machine.is_template() {
        set("template", json!(1));
    }
    if machine.config.contains_key("serial0") {
        set("serial", json!(1));
    }
    if node.release >= Release::V9_2 {
        set("memhost", in_use.into());
    }
    if let PowerState::Running { pid, .. } = machine.power {
        set("pid", pid.into());
        set("diskread", json!(0));
        set("diskwrite", json!(0));
        let pressure: &[&str] = if node.release >= Release::V9_2 { PRESSURE } else { &[] };
        for key in pressure {
            set(key, json!(0));
        }
    }
    row
}

/// What the emulator says of a machine.
pub(crate) fn qmp_status(machine: &VirtualMachine) -> &'static str {
    match machine.power {
        PowerState::Stopped => "stopped",
        PowerState::Running { paused: false, .. } => "running",
        PowerState::Running { paused: true, .. } => "paused",
    }
}

fn name(vmid: u32, machine: &VirtualMachine) -> String {
    machine.config.get("name").map_or_else(|| format!("VM {vmid}"), Clone::clone)
}

fn number(machine: &VirtualMachine, key: &str) -> Option<u64> {
    machine.config.get(key)?.parse().ok()
}

fn processors(machine: &VirtualMachine) -> u64 {
    let all = number(machine, "sockets").unwrap_or(1).saturating_mul(number(machine, "cores").unwrap_or(1));
    number(machine, "vcpus").map_or(all, |given| given.min(all))
}

fn memory(machine: &VirtualMachine) -> u64 {
    let text = machine.config.get("memory").map_or("", String::as_str);
    let mebibytes = text.strip_prefix("current=").unwrap_or(text).parse().unwrap_or(DEFAULT_MEMORY);
    mebibytes.saturating_mul(1 << 20)
}

fn uptime(node: &Node, machine: &VirtualMachine) -> u64 {
    match machine.power {
        PowerState::Running { since, .. } => {
            node.clock.now().saturating_sub(since).max(Duration::from_secs(1)).as_secs()
        }
        PowerState::Stopped => 0,
    }
}

/// The size of the disk that a machine boots from, in bytes; 0 where it has none.
fn disk(machine: &VirtualMachine) -> u64 {
    let boot = machine.config.get("boot").map_or("", |boot| boot.trim_start_matches("order="));
    let ordered = boot.split(';').filter_map(|key| machine.config.get(key)).find_map(|value| disk_size(value));
    ordered.unwrap_or(0)
}

fn disk_size(value: &str) -> Option<u64> {
    let mut options = value.split(',').skip(1);
    if options.clone().any(|option| option == "media=cdrom") {
        return None;
    }
    options.find_map(|option| option.strip_prefix("size=")).and_then(parse_size)
}
