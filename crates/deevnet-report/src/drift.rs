//! Where the nodes differ from the declaration: what a plan would change, and what nobody declared.

use std::collections::BTreeSet;

use deevnet_core::model::Substrate;
use deevnet_proxmox::plan::{Action, Blocked, Fate, FieldChange, Plan, Risk};
use deevnet_proxmox::survey::{GuestKind, GuestStatus, Survey};
use serde::Serialize;

use crate::hosts::Anchors;

/// What stands on the nodes, and the plan that would make it what is declared.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// What was found.
    pub survey: &'a Survey,
    /// What would be done.
    pub plan: &'a Plan,
}

/// A comparison as a page shows it.
#[derive(Debug, Serialize)]
pub(crate) struct DriftSection {
    pub(crate) add: usize,
    pub(crate) change: usize,
    pub(crate) destroy: usize,
    unchanged: usize,
    is_settled: bool,
    steps: Vec<Step>,
    blocked: Vec<Stays>,
    faults: Vec<Wrong>,
    undeclared: Vec<Stranger>,
    gaps: Vec<Missing>,
}

#[derive(Debug, Serialize)]
struct Step {
    fate: &'static str,
    sign: char,
    host: String,
    target: String,
    target_anchor: Option<String>,
    operation: String,
    reason: String,
    risk: Option<&'static str>,
    needs_reboot: bool,
    changes: Vec<Change>,
}

#[derive(Debug, Serialize)]
struct Change {
    field: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct Stays {
    host: String,
    target: String,
    change: Change,
    reason: String,
    hint: String,
}

#[derive(Debug, Serialize)]
struct Wrong {
    message: String,
    hint: String,
}

/// A guest that the declaration knows nothing of.
#[derive(Debug, Serialize)]
struct Stranger {
    host: String,
    vmid: u32,
    name: Option<String>,
    kind: &'static str,
    status: &'static str,
}

#[derive(Debug, Serialize)]
struct Missing {
    host: String,
    text: String,
}

impl DriftSection {
    pub(crate) fn of(comparison: Comparison<'_>, substrate: &Substrate, anchors: &Anchors) -> Self {
        let Comparison { survey, plan } = comparison;
        let summary = plan.summary();
        let fates = plan.fates();
        let step = |action: &Action| {
            let fate = fates.get(&(&action.host, &action.target)).copied().unwrap_or(Fate::Change);
            Step::of(action, fate, anchors)
        };
        let gaps = survey.nodes.iter().flat_map(|(host, node)| {
            node.gaps.iter().map(|gap| Missing { host: host.to_string(), text: gap.to_string() })
        });
        Self {
            add: summary.add,
            change: summary.change,
            destroy: summary.destroy,
            unchanged: plan.unchanged,
            is_settled: plan.is_settled(),
            steps: plan.actions.iter().map(step).collect(),
            blocked: plan.blocked.iter().map(Stays::of).collect(),
            faults: plan
                .faults
                .iter()
                .map(|fault| Wrong { message: fault.message.clone(), hint: fault.hint.clone() })
                .collect(),
            undeclared: strangers(survey, plan, substrate),
            gaps: gaps.collect(),
        }
    }
}

/// The guests of every node, but for those that the declaration puts there, that the plan is about, and templates.
fn strangers(survey: &Survey, plan: &Plan, substrate: &Substrate) -> Vec<Stranger> {
    let placement = substrate.placement();
    let declared = placement.nodes().iter().flat_map(|node| {
        let vmid = |machine: &deevnet_core::placement::Machine<'_>| Some(u32::from(machine.vmid()?.value));
        node.machines().iter().filter_map(vmid).map(|vmid| (&*node.host().name, vmid))
    });
    let planned = plan.actions.iter().filter_map(|action| match &action.target {
        deevnet_proxmox::plan::Target::Machine { vmid, .. } => Some((&*action.host, *vmid)),
        _ => None,
    });
    let known: BTreeSet<(&str, u32)> = declared.chain(planned).collect();
    let mut strangers = Vec::new();
    for (host, node) in &survey.nodes {
        for (&vmid, guest) in &node.guests {
            if !guest.is_template && !known.contains(&(&**host, vmid)) {
                strangers.push(Stranger {
                    host: host.to_string(),
                    vmid,
                    name: guest.name.clone(),
                    kind: kind(guest.kind),
                    status: status(guest.status),
                });
            }
        }
    }
    strangers
}

impl Step {
    fn of(action: &Action, fate: Fate, anchors: &Anchors) -> Self {
        let (fate, sign) = match fate {
            Fate::Add => ("add", '+'),
            Fate::Change => ("change", '~'),
            Fate::Destroy => ("destroy", '−'),
        };
        let risk = match action.risk {
            Risk::None => None,
            Risk::Disruptive => Some("interrupts it"),
            Risk::Destructive => Some("destroys data"),
        };
        let name = match &action.target {
            deevnet_proxmox::plan::Target::Machine { name, .. } => Some(name),
            _ => None,
        };
        Self {
            fate,
            sign,
            host: action.host.to_string(),
            target: action.target.to_string(),
            target_anchor: name.and_then(|name| anchors.to(name)).map(str::to_owned),
            operation: action.operation.to_string(),
            reason: action.reason.clone(),
            risk,
            needs_reboot: action.needs_reboot,
            changes: action.changes.iter().map(Change::of).collect(),
        }
    }
}

impl Change {
    fn of(change: &FieldChange) -> Self {
        Self { field: change.field.clone(), before: change.before.clone(), after: change.after.clone() }
    }
}

impl Stays {
    fn of(blocked: &Blocked) -> Self {
        Self {
            host: blocked.host.to_string(),
            target: blocked.target.to_string(),
            change: Change::of(&blocked.change),
            reason: blocked.reason.clone(),
            hint: blocked.hint.clone(),
        }
    }
}

fn kind(kind: GuestKind) -> &'static str {
    match kind {
        GuestKind::Qemu => "virtual machine",
        GuestKind::Lxc => "container",
    }
}

fn status(status: GuestStatus) -> &'static str {
    match status {
        GuestStatus::Running => "running",
        GuestStatus::Stopped => "stopped",
        GuestStatus::Unknown => "unknown",
    }
}
