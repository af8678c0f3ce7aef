//! What is not begun because it is not allowed.

use std::collections::BTreeMap;

use super::options::ApplyOptions;
use super::outcome::Outcome;
use crate::plan::{Action, ActionId, Fault, GateError, Operation, Plan, SdnVerb, Target};

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
    let reason = removal(plan, action).filter(|_| !options.allow_destroy)?;
    Some(Outcome::Refused { reason: reason.into(), hint: "allow it with `--allow-destroy`".into() })
}

/// What an action removes, or is there only to remove: a machine that is kept is not stopped either.
fn removal(plan: &Plan, action: &Action) -> Option<&'static str> {
    let is_same = |other: &&Action| other.host == action.host && other.target == action.target;
    let mut on_machine = plan.actions.iter().filter(is_same);
    match &action.operation {
        Operation::Sdn(order) if order.verb == SdnVerb::Delete => Some("it removes a part of a network"),
        _ if on_machine.any(|other| matches!(other.operation, Operation::Destroy(_))) => {
            Some("it removes a machine and its disks")
        }
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::testing::plan;
    use crate::plan::{DestroyOrder, Risk};

    fn action(id: u32, vmid: u32, operation: Operation) -> Action {
        Action {
            id: ActionId(id),
            host: "hv01".into(),
            node: "hv01".into(),
            target: Target::Machine { name: "old-vm01".into(), vmid, tenant: None },
            operation,
            changes: Vec::new(),
            reason: String::new(),
            needs_reboot: false,
            risk: Risk::Destructive,
            after: Vec::new(),
        }
    }

    #[test]
    fn a_machine_that_may_not_be_removed_is_not_stopped_for_it() {
        let destroy = Operation::Destroy(DestroyOrder { name: "old-vm01".into(), digest: None });
        let plan =
            plan(vec![action(1, 210, Operation::Stop), action(2, 210, destroy), action(3, 211, Operation::Stop)]);
        let refused = |allow_destroy| {
            let options = ApplyOptions { allow_destroy, ..ApplyOptions::default() };
            refusals(&plan, &options).into_keys().map(|id| id.0).collect::<Vec<u32>>()
        };
        assert_eq!(refused(false), [1, 2]);
        assert!(refused(true).is_empty());
    }
}
