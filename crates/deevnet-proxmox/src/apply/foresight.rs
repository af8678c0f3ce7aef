//! What an apply would come to.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::options::ApplyOptions;
use super::outcome::Outcome;
use super::refusal::refusals;
use super::report::{ActionReport, Report};
use super::schedule::Schedule;
use crate::plan::{ActionId, Plan};

/// What an [apply](super::apply) would come to where every action that may begin is done.
///
/// What is not allowed is refused, and what stands on it is skipped, by the rules of the apply itself. No machine is read back,
/// and no action takes any time.
pub fn foresee(plan: &Plan, options: &ApplyOptions) -> Report {
    let mut schedule = Schedule::new(plan, refusals(plan, options), options.parallelism);
    loop {
        schedule.settle();
        let Some(action) = schedule.begin() else { break };
        schedule.end(action.id, Outcome::Done { warnings: 0 });
    }
    let outcomes: BTreeMap<ActionId, Outcome> =
        plan.actions.iter().filter_map(|action| Some((action.id, schedule.ended(action.id)?.clone()))).collect();
    let actions = plan.actions.iter().map(|action| ActionReport {
        id: action.id,
        host: Arc::clone(&action.host),
        target: action.target.clone(),
        operation: action.operation.name().to_owned(),
        outcome: outcomes.get(&action.id).cloned().unwrap_or(Outcome::NotStarted),
        milliseconds: 0,
    });
    Report {
        version: Report::VERSION,
        substrate: Arc::clone(&plan.substrate),
        actions: actions.collect(),
        machines: Vec::new(),
        interrupted: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::testing::plan;
    use crate::plan::{Action, DestroyOrder, Operation, Risk, Target};

    fn action(id: u32, vmid: u32, operation: Operation, after: &[u32]) -> Action {
        Action {
            id: ActionId(id),
            host: "hv01".into(),
            node: "hv01".into(),
            target: Target::Machine { name: "old-vm01".into(), vmid, tenant: None },
            operation,
            changes: Vec::new(),
            reason: String::new(),
            needs_reboot: false,
            risk: Risk::None,
            after: after.iter().map(|&id| ActionId(id)).collect(),
        }
    }

    #[test]
    fn what_stands_on_a_refused_action_is_skipped() {
        let destroy = Operation::Destroy(DestroyOrder { name: "old-vm01".into(), digest: None });
        let actions = vec![
            action(1, 210, destroy, &[]),
            action(2, 211, Operation::Start, &[1]),
            action(3, 212, Operation::Start, &[]),
        ];
        let plan = plan(actions);
        let states = |allow_destroy| {
            let report = foresee(&plan, &ApplyOptions { allow_destroy, ..ApplyOptions::default() });
            let tally = report.tally();
            (tally.done, tally.refused, tally.skipped)
        };
        assert_eq!(states(false), (1, 1, 1));
        assert_eq!(states(true), (3, 0, 0));
    }
}
