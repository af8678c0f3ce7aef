//! What a node is made of and how much of it is in use, as it is told in numbers.

use serde_json::{Map, Value, json};

use crate::simulator::release::Release;
use crate::simulator::state::{Node, Storage};

/// How much memory the node itself uses.
const OWN_MEMORY: u64 = 1400 << 20;

impl Node {
    /// How much memory is in use, in bytes: that of the node itself and of the guests that run.
    fn memory_in_use(&self) -> u64 {
        let machines = self.virtual_machines.keys().map(|vmid| self.virtual_machine_memory(*vmid));
        let containers = self.containers.keys().map(|vmid| self.container_memory(*vmid));
        machines.chain(containers).fold(OWN_MEMORY, u64::saturating_add).min(self.hardware.memory)
    }

    /// How much of the root file system is in use, in bytes.
    fn disk_in_use(&self) -> u64 {
        let local = self.storages.values().find(|storage| storage.path.as_deref() == Some("/var/lib/vz"));
        local.map_or(0, Storage::used).min(self.hardware.disk)
    }
}

/// The row of a node; without its figures where they may not be seen.
pub(crate) fn row(node: &Node, with_figures: bool) -> Map<String, Value> {
    let mut row = Map::new();
    let mut set = |key: &str, value: Value| row.insert(key.to_owned(), value);
    set("id", format!("node/{}", node.name).into());
    set("node", (*node.name).into());
    set("type", "node".into());
    set("status", "online".into());
    set("level", "".into());
    if with_figures {
        set("cpu", json!(0.02));
        set("maxcpu", node.hardware.processors.into());
        set("mem", node.memory_in_use().into());
        set("maxmem", node.hardware.memory.into());
        set("disk", node.disk_in_use().into());
        set("maxdisk", node.hardware.disk.into());
        set("uptime", node.clock.uptime().into());
    }
    row
}

/// The status of a node in full.
pub(super) fn status(node: &Node) -> Value {
    let hardware = &node.hardware;
    let (memory, disk) = (node.memory_in_use(), node.disk_in_use());
    let (kernel, build) = match node.release {
        Release::V8_4 => ("6.8.12-15-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.8.12-15"),
        Release::V9_2 => ("6.17.4-2-pve", "#1 SMP PREEMPT_DYNAMIC PMX 6.17.4-2"),
    };
    let mut status = json!({
        "pveversion": format!("pve-manager/{}/{}", node.release.version(), node.release.repository_id()),
        "kversion": format!("Linux {kernel} {build}"),
        "current-kernel": { "sysname": "Linux", "release": kernel, "version": build, "machine": "x86_64" },
        "boot-info": { "mode": "efi", "secureboot": 0 },
        "uptime": node.clock.uptime(),
        "loadavg": ["0.08", "0.05", "0.01"],
        "cpu": 0.02,
        "idle": 0,
        "wait": 0,
        "memory": { "total": hardware.memory, "used": memory, "free": hardware.memory - memory },
        "swap": { "total": 0, "used": 0, "free": 0 },
        "rootfs": { "total": hardware.disk, "used": disk, "free": hardware.disk - disk, "avail": hardware.disk - disk },
        "ksm": { "shared": 0 },
        "cpuinfo": {
            "model": hardware.processor_model,
            "cpus": hardware.processors,
            "cores": hardware.processors.div_ceil(2),
            "sockets": 1,
            "mhz": "2800.000",
            "user_hz": 100,
            "hvm": "1",
            "flags": "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat vmx sse4_1 sse4_2 aes avx avx2",
        },
    });
    if node.release >= Release::V9_2 {
        status["memory"]["available"] = (hardware.memory - memory).into();
        status["cpuinfo"]["vendor"] = "GenuineIntel".into();
        status["cpuinfo"]["family"] = "6".into();
    }
    status
}
