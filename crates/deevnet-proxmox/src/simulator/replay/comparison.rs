//! The comparison of a simulated answer with the recorded one.

use serde_json::{Map, Value};

use super::binding::Binding;

/// Keys by which the elements of a list are known, the first that all have.
const IDENTITIES: &[&str] = &[
    "vmid",
    "id",
    "key",
    "userid",
    "storage",
    "iface",
    "poolid",
    "roleid",
    "subdir",
    "zone",
    "vnet",
    "subnet",
    "volid",
    "realm",
    "ipam",
    "controller",
    "path",
    "tokenid",
    "node",
    "name",
];

/// Keys whose numbers tell of a machine and a moment.
const MEASURED: &[&str] = &[
    "avail",
    "cpu",
    "ctime",
    "disk",
    "diskread",
    "diskwrite",
    "endtime",
    "free",
    "freemem",
    "idle",
    "localtime",
    "mem",
    "memhost",
    "mhz",
    "netin",
    "netout",
    "pid",
    "pstart",
    "snaptime",
    "starttime",
    "time",
    "uptime",
    "used",
    "used_fraction",
    "wait",
];

/// Keys whose values tell of a machine and a moment, whatever they are.
const OF_THE_MACHINE: &[&str] = &[
    "ssl_fingerprint",
    "flags",
    "model",
    "kversion",
    "current-kernel",
    "boot-info",
    "loadavg",
    "ksm",
    "swap",
    "CSRFPreventionToken",
    "ticket",
    "rootfs",
    "memory.node",
    "hvm",
    "mhz",
];

/// Keys that no real installation has, or that only a real one has.
const NOT_REAL: &[&str] = &["cgroup-mode", "running-qemu", "running-machine", "blockstat"];

/// Keys of a running guest that the recorded QEMU tells nothing of.
const OF_A_REAL_QEMU: &[&str] = &["diskread", "diskwrite"];

/// Compares a simulated value with the recorded one; differences as `place: recorded / simulated`.
pub(super) fn compare(binding: &mut Binding, recorded: &Value, simulated: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    Comparison { binding, differences: &mut differences }.value("", "", recorded, simulated, &Map::new());
    differences
}

struct Comparison<'a> {
    binding: &'a mut Binding,
    differences: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn value(&mut self, place: &str, key: &str, recorded: &Value, simulated: &Value, around: &Map<String, Value>) {
        let same = match (recorded, simulated) {
            (Value::Object(recorded), Value::Object(simulated)) => return self.object(place, recorded, simulated),
            (Value::Array(recorded), Value::Array(simulated)) => return self.array(place, recorded, simulated),
            (recorded, simulated) if around.contains_key("user_hz") => same_kind(recorded, simulated),
            (Value::String(_), Value::String(_)) if OF_THE_MACHINE.contains(&key) => true,
            (Value::String(recorded), Value::String(simulated)) if matches!(key, "content" | "privs" | "delete") => {
                sorted(recorded) == sorted(simulated)
            }
            (Value::String(recorded), Value::String(simulated)) if key == "message" || is_error_text(recorded) => {
                same_lines(self.binding, recorded, simulated)
            }
            (Value::String(recorded), Value::String(simulated)) => self.binding.same(recorded, simulated),
            (Value::Number(_), Value::Number(_)) if is_measured(key, around) => true,
            (Value::Number(recorded), Value::Number(simulated)) => same_number(recorded, simulated),
            (recorded, simulated) => recorded == simulated,
        };
        if !same {
            self.differences.push(format!("{place}: {recorded} / {simulated}"));
        }
    }

    fn object(&mut self, place: &str, recorded: &Map<String, Value>, simulated: &Map<String, Value>) {
        for (key, value) in recorded.iter().filter(|(key, _)| !NOT_REAL.contains(&key.as_str())) {
            let place = format!("{place}/{key}");
            match simulated.get(key) {
                Some(_) if OF_THE_MACHINE.contains(&key.as_str()) => {}
                Some(other) => self.value(&place, key, value, other, recorded),
                None => self.differences.push(format!("{place}: {value} / missing")),
            }
        }
        for (key, value) in simulated.iter().filter(|(key, _)| !NOT_REAL.contains(&key.as_str())) {
            let is_running = recorded.get("status").and_then(Value::as_str) == Some("running");
            if !recorded.contains_key(key) && (!is_running || !OF_A_REAL_QEMU.contains(&key.as_str())) {
                self.differences.push(format!("{place}/{key}: missing / {value}"));
            }
        }
    }

    fn array(&mut self, place: &str, recorded: &[Value], simulated: &[Value]) {
        let (recorded, simulated) = (ordered(recorded), ordered(simulated));
        if recorded.len() != simulated.len() {
            let identities =
                |values: &[&Value]| values.iter().map(|value| identity(value)).collect::<Vec<_>>().join(" ");
            self.differences.push(format!("{place}: [{}] / [{}]", identities(&recorded), identities(&simulated)));
            return;
        }
        for (position, (recorded, simulated)) in recorded.iter().zip(&simulated).enumerate() {
            self.value(&format!("{place}/{position}"), "", recorded, simulated, &Map::new());
        }
    }
}

/// The elements of a list in an order that does not depend on chance, without lines of logs that only this QEMU writes.
fn ordered(values: &[Value]) -> Vec<&Value> {
    let mut kept: Vec<&Value> = values.iter().filter(|value| !is_of_old_qemu(value)).collect();
    let is_sequence = kept.iter().any(|value| value.get("upid").is_some() || value.get("n").is_some());
    if !is_sequence {
        kept.sort_by_key(|value| identity(value));
    }
    kept
}

fn is_of_old_qemu(value: &Value) -> bool {
    let text = value.get("t").and_then(Value::as_str).unwrap_or_default();
    ["transferred ", "drive mirror", "drive-scsi", "zeroinit", "all 'mirror'"].iter().any(|word| text.contains(word))
}

fn identity(value: &Value) -> String {
    let kind = value.get("type").map(ToString::to_string).unwrap_or_default();
    let found = IDENTITIES.iter().find_map(|key| value.get(key));
    format!("{} {kind}", found.unwrap_or(value))
}

fn is_measured(key: &str, around: &Map<String, Value>) -> bool {
    let is_idle_guest = around.get("status").and_then(Value::as_str) == Some("stopped") && around.contains_key("vmid");
    MEASURED.contains(&key) && (!is_idle_guest || matches!(key, "pid"))
}

/// Whether two values are of one kind: all that can be said of the processor of a machine.
fn same_kind(recorded: &Value, simulated: &Value) -> bool {
    std::mem::discriminant(recorded) == std::mem::discriminant(simulated)
}

fn is_error_text(text: &str) -> bool {
    text.starts_with("invalid format - format error\n")
}

/// Whether two texts have the same lines, in whatever order: that of parameter errors is chance.
fn same_lines(binding: &mut Binding, recorded: &str, simulated: &str) -> bool {
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines.join("\n")
    };
    recorded.ends_with('\n') == simulated.ends_with('\n') && binding.same(&lines(recorded), &lines(simulated))
}

fn same_number(recorded: &serde_json::Number, simulated: &serde_json::Number) -> bool {
    if recorded == simulated {
        return true;
    }
    let is_time = |number: &serde_json::Number| number.as_u64().is_some_and(|number| number > 1_700_000_000);
    is_time(recorded) && is_time(simulated)
}

fn sorted(list: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = list.split(',').collect();
    parts.sort_unstable();
    parts
}
