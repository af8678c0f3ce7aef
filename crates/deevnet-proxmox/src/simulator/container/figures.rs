//! What a container has and uses, in numbers.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::simulator::node::PRESSURE;
use crate::simulator::release::Release;
use crate::simulator::size::parse_size;
use crate::simulator::state::{Container, Node, PowerState};

const MEBIBYTE: u64 = 1 << 20;

impl Node {
    /// How much memory a container uses, in bytes.
    pub(crate) fn container_memory(&self, vmid: u32) -> u64 {
        let container = self.containers.get(&vmid).filter(|container| is_running(container));
        container.map_or(0, |container| mebibytes(container, "memory") / 4)
    }
}

/// The row of a container.
pub(crate) fn row(node: &Node, vmid: u32, container: &Container) -> Map<String, Value> {
    let running = is_running(container);
    let cores = number(container, "cores").unwrap_or_else(|| node.hardware.processors.into());
    let mut row = Map::new();
    let mut set = |key: &str, value: Value| row.insert(key.to_owned(), value);
    set("vmid", vmid.into());
    set("type", "lxc".into());
    set("name", container.config.get("hostname").map_or_else(|| format!("CT{vmid}"), Clone::clone).into());
    set("status", if running { "running" } else { "stopped" }.into());
    set("cpus", cores.into());
    set("maxmem", mebibytes(container, "memory").into());
    set("maxswap", mebibytes(container, "swap").into());
    set("maxdisk", disk(container).into());
    set("uptime", uptime(node, container).into());
    set("mem", node.container_memory(vmid).into());
    for key in ["cpu", "swap", "disk", "diskread", "diskwrite", "netin", "netout"] {
        set(key, json!(0));
    }
    for key in ["tags", "lock"] {
        if let Some(value) = container.config.get(key) {
            set(key, value.as_str().into());
        }
    }
    if container.config.get("template").is_some_and(|value| value == "1") {
        set("template", json!(1));
    }
    if let PowerState::Running { pid, .. } = container.power {
        set("pid", pid.into());
        if node.release >= Release::V9_2 {
            for key in PRESSURE {
                set(key, json!(0));
            }
        }
    }
    row
}

fn is_running(container: &Container) -> bool {
    matches!(container.power, PowerState::Running { .. })
}

fn uptime(node: &Node, container: &Container) -> u64 {
    match container.power {
        PowerState::Running { since, .. } => {
            node.clock.now().saturating_sub(since).max(Duration::from_secs(1)).as_secs()
        }
        PowerState::Stopped => 0,
    }
}

fn number(container: &Container, key: &str) -> Option<u64> {
    container.config.get(key)?.parse().ok()
}

fn mebibytes(container: &Container, key: &str) -> u64 {
    number(container, key).unwrap_or(512).saturating_mul(MEBIBYTE)
}

fn disk(container: &Container) -> u64 {
    let options = container.config.get("rootfs").map_or("", String::as_str).split(',');
    options.filter_map(|option| option.strip_prefix("size=")).find_map(parse_size).unwrap_or(0)
}
