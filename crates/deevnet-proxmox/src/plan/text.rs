//! A plan as people read it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::action::{Action, Target};
use super::blocked::{Blocked, Fault};
use super::change::{FieldChange, Risk};
use super::operation::{Operation, SdnObject, SdnVerb};
use super::summary::Fate;
use super::{Plan, Summary};

/// The plan as people read it: what is done to each machine, field by field, what stays, what is wrong, and how much that is.
///
/// A line begins with `+` where something is made, `~` where it is changed and `-` where it is removed; `!` stands before what
/// is wrong, and `=` before what stays as it is.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fates = self.fates();
        for (host, actions) in self.by_host() {
            let node = &actions[0].node;
            let on_node = if node == host { String::new() } else { format!(" (node {node})") };
            writeln!(f, "{host}{on_node}")?;
            let mut last = None;
            for action in actions {
                if last != Some(&action.target) {
                    let fate = fates.get(&(host, &action.target)).copied().unwrap_or(Fate::Change);
                    writeln!(f, "  {} {}", symbol(fate), action.target)?;
                }
                last = Some(&action.target);
                write_action(f, action)?;
            }
            writeln!(f)?;
        }
        self.blocked.iter().try_for_each(|blocked| write_blocked(f, blocked))?;
        self.faults.iter().try_for_each(|fault| write_fault(f, fault))?;
        if self.is_settled() {
            let machines = if self.unchanged == 1 { "machine is" } else { "machines are" };
            return writeln!(f, "No changes: {} {machines} as declared.", self.unchanged);
        }
        writeln!(f, "{}", self.summary())
    }
}

impl Plan {
    fn by_host(&self) -> BTreeMap<&Arc<str>, Vec<&Action>> {
        let mut by_host: BTreeMap<&Arc<str>, Vec<&Action>> = BTreeMap::new();
        for action in &self.actions {
            by_host.entry(&action.host).or_default().push(action);
        }
        by_host
    }
}

/// Such as `Plan: 2 to add, 1 to change, 0 to destroy.`
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { add, change, destroy } = self;
        write!(f, "Plan: {add} to add, {change} to change, {destroy} to destroy.")
    }
}

/// Such as `dns-vm01 (VM 210)`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine { name, vmid: 0, .. } => write!(f, "{name} (no VMID)"),
            Self::Machine { name, vmid, .. } => write!(f, "{name} (VM {vmid})"),
            Self::Network { tenant } => write!(f, "network of {tenant}"),
            Self::Node => f.write_str("software-defined network"),
        }
    }
}

/// Such as `clone fedora-server-44-1.10 (9000)`.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clone(order) => write!(f, "clone {} ({})", order.template_name, order.template),
            Self::Configure(_) => f.write_str("configure"),
            Self::Resize(order) => write!(f, "grow {} to {}", order.disk, order.size),
            Self::Start => f.write_str("start"),
            Self::Stop => f.write_str("shut down"),
            Self::Retag { .. } => f.write_str("tag"),
            Self::Destroy(_) => f.write_str("destroy with its disks"),
            Self::Sdn(order) => {
                let verb = match order.verb {
                    SdnVerb::Create => "create",
                    SdnVerb::Update => "change",
                    SdnVerb::Delete => "delete",
                };
                write!(f, "{verb} {}", order.object)
            }
            Self::ApplySdn => f.write_str("put all pending changes in force"),
        }
    }
}

/// Such as `zone orchard`.
impl fmt::Display for SdnObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Controller { id } => write!(f, "controller {id}"),
            Self::Zone { id } => write!(f, "zone {id}"),
            Self::Vnet { id } => write!(f, "VNet {id}"),
            Self::Subnet { vnet, cidr, .. } => write!(f, "subnet {cidr} of VNet {vnet}"),
        }
    }
}

/// Such as `~ memory: 2048 MiB -> 4096 MiB`.
impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &str| value.replace('\n', "\\n");
        match (&self.before, &self.after) {
            (None, Some(after)) => write!(f, "+ {}: {}", self.field, shown(after)),
            (Some(before), None) => write!(f, "- {}: {}", self.field, shown(before)),
            (Some(before), Some(after)) => write!(f, "~ {}: {} -> {}", self.field, shown(before), shown(after)),
            (None, None) => write!(f, "~ {}", self.field),
        }
    }
}

fn symbol(fate: Fate) -> char {
    match fate {
        Fate::Add => '+',
        Fate::Change => '~',
        Fate::Destroy => '-',
    }
}

fn write_action(f: &mut fmt::Formatter<'_>, action: &Action) -> fmt::Result {
    write!(f, "      {}: {}", action.operation, action.reason)?;
    match (action.risk, action.needs_reboot) {
        (Risk::None, false) => {}
        (Risk::None, true) => f.write_str(" [takes effect at its next start]")?,
        (Risk::Disruptive, false) => f.write_str(" [interrupts it]")?,
        (Risk::Disruptive, true) => f.write_str(" [interrupts it; some of it takes effect at its next start]")?,
        (Risk::Destructive, _) => f.write_str(" [destroys data]")?,
    }
    writeln!(f)?;
    action.changes.iter().try_for_each(|change| writeln!(f, "        {change}"))
}

fn write_blocked(f: &mut fmt::Formatter<'_>, blocked: &Blocked) -> fmt::Result {
    let FieldChange { field, before, after, .. } = &blocked.change;
    write!(f, "= {} on {}: {field} ", blocked.target, blocked.host)?;
    match (before, after) {
        (Some(before), Some(after)) => write!(f, "stays {before}, not {after}")?,
        (Some(before), None) => write!(f, "stays {before}")?,
        (None, Some(after)) => write!(f, "does not become {after}")?,
        (None, None) => f.write_str("stays as it is")?,
    }
    writeln!(f, ": {}", blocked.reason)?;
    writeln!(f, "    hint: {}\n", blocked.hint)
}

fn write_fault(f: &mut fmt::Formatter<'_>, fault: &Fault) -> fmt::Result {
    writeln!(f, "! {}", fault.message)?;
    writeln!(f, "    hint: {}", fault.hint)?;
    if let [_, _, ..] = fault.targets[..] {
        let targets: Vec<String> = fault.targets.iter().map(Target::to_string).collect();
        writeln!(f, "    left alone: {}", targets.join(", "))?;
    }
    writeln!(f)
}
