//! What is not begun because it is not allowed.

use std::collections::BTreeMap;

use super::options::ApplyOptions;
use super::outcome::Outcome;
use crate::plan::{Action, ActionId, Fault, GateError, Operation, Plan, Target};

/// The actions that are not allowed, with why.
pub(super) fn refusals(plan: &Plan, options: &ApplyOptions) -> BTreeMap<ActionId, Outcome> {
    let gate = plan.gate().err().filter(|_| !options.force);
    let refused = plan.actions.iter().filter_map(|action| Some((action.id, refusal(plan, action, options, gate)?)));
    refused.collect()
}

fn refusal(plan: &Plan, action: &Action, options: &ApplyOptions, gate: Option<GateError>) -> Option<Outcome> {
    if let Some(gate) = gate {
        return Some(Outcome::Refused { reason: gate.to_string(), hint: gate.hint().to_owned() });
    }
    if let Some(fault) = plan.faults.iter().find(|fault| concerns(fault, &action.target)) {
        return Some(Outcome::Refused { reason: fault.message.clone(), hint: fault.hint.clone() });
    }
    if matches!(action.operation, Operation::Destroy(_)) && !options.allow_destroy {
        return Some(Outcome::Refused {
            reason: "it removes a machine and its disks".into(),
            hint: "allow it with `--allow-destroy`".into(),
        });
    }
    None
}

/// Whether a fault says that the target is left alone.
fn concerns(fault: &Fault, target: &Target) -> bool {
    fault.targets.iter().any(|faulty| match (faulty, target) {
        (Target::Machine { name: faulty, .. }, Target::Machine { name, .. }) => faulty == name,
        (
            Target::Network { tenant: faulty },
            Target::Network { tenant } | Target::Machine { tenant: Some(tenant), .. },
        ) => faulty == tenant,
        (Target::Node, Target::Node) => true,
        _ => false,
    })
}
