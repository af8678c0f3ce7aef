//! Which action may begin when.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;

use super::outcome::Outcome;
use crate::plan::{Action, ActionId, Operation, Plan, Target};

/// Something that only one action may use at a time, because Proxmox VE locks it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Resource {
    /// A machine, or the template that one is cloned from.
    Machine(Arc<str>, u32),
    /// The software-defined network of a node.
    Network(Arc<str>),
}

/// What has become of every action of a plan, and which may begin next.
///
/// Actions begin in the order of the plan. One that stands on another is begun when the other is done; of those that share a
/// machine, a template or the network of a node, one runs at a time.
#[derive(Debug)]
pub(super) struct Schedule<'p> {
    actions: &'p [Action],
    needs: Vec<Vec<Need>>,
    parallelism: NonZeroUsize,
    running: BTreeSet<ActionId>,
    ended: BTreeMap<ActionId, Outcome>,
    lost: BTreeMap<Arc<str>, String>,
}

/// What stands between an action and its beginning.
enum Standing {
    /// Nothing.
    Ready,
    /// Another has not ended.
    Waiting,
    /// Another was not done, so that it never begins.
    Hopeless(Outcome),
}

impl<'p> Schedule<'p> {
    /// The schedule of a plan, of which some actions are settled before anything begins.
    pub(super) fn new(plan: &'p Plan, settled: BTreeMap<ActionId, Outcome>, parallelism: NonZeroUsize) -> Self {
        let actions = plan.actions.as_slice();
        let needs = (0..actions.len()).map(|position| needs(actions, position)).collect();
        Self { actions, needs, parallelism, running: BTreeSet::new(), ended: settled, lost: BTreeMap::new() }
    }

    /// Settles what can never begin, and gives it.
    pub(super) fn settle(&mut self) -> Vec<&'p Action> {
        let mut settled = Vec::new();
        for (action, needs) in self.actions.iter().zip(&self.needs) {
            if self.is_waiting(action)
                && let Standing::Hopeless(outcome) = self.standing(action, needs)
            {
                self.ended.insert(action.id, outcome);
                settled.push(action);
            }
        }
        settled
    }

    /// Takes the next action that may begin.
    pub(super) fn begin(&mut self) -> Option<&'p Action> {
        let held = self.held();
        let mut waiting = self.actions.iter().zip(&self.needs).filter(|(action, _)| self.is_waiting(action));
        let (action, _) = waiting.find(|(action, needs)| {
            matches!(self.standing(action, needs), Standing::Ready)
                && self.running_on(&action.host) < self.parallelism.get()
                && resources(action).is_disjoint(&held)
        })?;
        self.running.insert(action.id);
        Some(action)
    }

    /// Notes how an action ended.
    pub(super) fn end(&mut self, id: ActionId, outcome: Outcome) {
        self.running.remove(&id);
        self.ended.insert(id, outcome);
    }

    /// Notes that a node cannot be worked with any more: nothing else begins on it.
    pub(super) fn lose(&mut self, host: &Arc<str>, reason: String) {
        self.lost.entry(Arc::clone(host)).or_insert(reason);
    }

    /// How an action ended; `None` for one that has not.
    pub(super) fn ended(&self, id: ActionId) -> Option<&Outcome> {
        self.ended.get(&id)
    }

    fn standing(&self, action: &Action, needs: &[Need]) -> Standing {
        if let Some(reason) = self.lost.get(&action.host) {
            return Standing::Hopeless(Outcome::Skipped { because: None, reason: reason.clone() });
        }
        let undone = |need: &&Need| need.must_be_done && self.ended.get(&need.id).is_some_and(|end| !end.is_done());
        if let Some(Need { id, .. }) = needs.iter().find(undone) {
            let reason = format!("action {id} was not done");
            return Standing::Hopeless(Outcome::Skipped { because: Some(*id), reason });
        }
        let has_ended = |need: &Need| self.ended.contains_key(&need.id);
        if needs.iter().all(has_ended) { Standing::Ready } else { Standing::Waiting }
    }

    fn is_waiting(&self, action: &Action) -> bool {
        !self.running.contains(&action.id) && !self.ended.contains_key(&action.id)
    }

    fn running(&self) -> impl Iterator<Item = &'p Action> {
        self.actions.iter().filter(|action| self.running.contains(&action.id))
    }

    fn running_on(&self, host: &str) -> usize {
        self.running().filter(|action| *action.host == *host).count()
    }

    fn held(&self) -> BTreeSet<Resource> {
        self.running().flat_map(resources).collect()
    }
}

/// An action that comes before another.
#[derive(Debug, Clone, Copy)]
struct Need {
    id: ActionId,
    /// Whether it must be done; otherwise it is enough that it has ended.
    must_be_done: bool,
}

/// What an action stands on: what it names, what comes first on its machine, and the network of its tenant.
///
/// The network of a node is put in force even where an object of it could not be made: other tenants wait for theirs. A machine
/// is started only when everything before it on the machine was done.
fn needs(actions: &[Action], position: usize) -> Vec<Need> {
    let Some((action, earlier)) = actions[..=position].split_last() else { return Vec::new() };
    let named = action.after.iter().map(|&id| Need { id, must_be_done: action.operation != Operation::ApplySdn });
    let on_host = earlier.iter().filter(|other| other.host == action.host);
    let implied = on_host.filter_map(|other| match (&other.target, &action.target) {
        (Target::Machine { vmid: first, .. }, Target::Machine { vmid, .. }) if first == vmid => {
            Some(Need { id: other.id, must_be_done: action.operation == Operation::Start })
        }
        (Target::Network { tenant: first }, Target::Machine { tenant: Some(tenant), .. }) if first == tenant => {
            Some(Need { id: other.id, must_be_done: true })
        }
        _ => None,
    });
    named.chain(implied).collect()
}

fn resources(action: &Action) -> BTreeSet<Resource> {
    let host = || Arc::clone(&action.host);
    let mut resources = BTreeSet::new();
    match &action.target {
        Target::Machine { vmid, .. } => resources.insert(Resource::Machine(host(), *vmid)),
        Target::Network { .. } | Target::Node => resources.insert(Resource::Network(host())),
    };
    if let Operation::Clone(order) = &action.operation {
        resources.insert(Resource::Machine(host(), order.template));
    }
    resources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::testing::plan;
    use crate::plan::{CloneOrder, Risk, SdnObject, SdnOrder, SdnVerb};

    const DONE: Outcome = Outcome::Done { warnings: 0 };

    fn action(id: u32, host: &str, target: Target, operation: Operation, after: &[u32]) -> Action {
        Action {
            id: ActionId(id),
            host: host.into(),
            node: "pve".into(),
            target,
            operation,
            changes: Vec::new(),
            reason: String::new(),
            needs_reboot: false,
            risk: Risk::None,
            after: after.iter().copied().map(ActionId).collect(),
        }
    }

    fn machine(vmid: u32) -> Target {
        Target::Machine { name: format!("vm{vmid}").into(), vmid, tenant: Some("orchard".into()) }
    }

    fn clone_of(template: u32, vmid: u32) -> Operation {
        let name = format!("vm{vmid}");
        let (template_name, description) = ("fedora".into(), String::new());
        Operation::Clone(CloneOrder { template, template_name, vmid, name, description, storage: None })
    }

    fn zone() -> Operation {
        let object = SdnObject::Zone { id: "orchard".into() };
        Operation::Sdn(SdnOrder { verb: SdnVerb::Create, object, set: BTreeMap::new(), delete: Vec::new() })
    }

    fn begun(schedule: &mut Schedule<'_>) -> Vec<u32> {
        std::iter::from_fn(|| schedule.begin()).map(|action| action.id.0).collect()
    }

    fn settled(schedule: &mut Schedule<'_>) -> Vec<u32> {
        schedule.settle().into_iter().map(|action| action.id.0).collect()
    }

    fn schedule(plan: &Plan, parallelism: usize) -> Schedule<'_> {
        Schedule::new(plan, BTreeMap::new(), NonZeroUsize::new(parallelism).unwrap())
    }

    #[test]
    fn one_template_gives_one_clone_at_a_time() {
        let plan = plan(vec![
            action(1, "hv01", machine(200), clone_of(9000, 200), &[]),
            action(2, "hv01", machine(201), clone_of(9000, 201), &[]),
            action(3, "hv01", machine(202), clone_of(9001, 202), &[]),
            action(4, "hv02", machine(203), clone_of(9000, 203), &[]),
        ]);
        let mut schedule = schedule(&plan, 4);
        assert_eq!(begun(&mut schedule), [1, 3, 4]);
        schedule.end(ActionId(1), DONE);
        assert_eq!(begun(&mut schedule), [2]);
    }

    #[test]
    fn a_node_does_so_many_things_at_once() {
        let actions = (1..=5).map(|id| action(id, "hv01", machine(200 + id), Operation::Start, &[]));
        let plan = plan(actions.collect());
        let mut schedule = schedule(&plan, 2);
        assert_eq!(begun(&mut schedule), [1, 2]);
        schedule.end(ActionId(2), DONE);
        assert_eq!(begun(&mut schedule), [3]);
    }

    #[test]
    fn what_stands_on_a_failure_is_skipped_and_nothing_else() {
        let failed = || Outcome::NotStarted;
        let plan = plan(vec![
            action(1, "hv01", machine(200), clone_of(9000, 200), &[]),
            action(2, "hv01", machine(200), Operation::Stop, &[1]),
            action(3, "hv01", machine(200), Operation::Start, &[]),
            action(4, "hv01", machine(201), Operation::Start, &[]),
        ]);
        let mut schedule = schedule(&plan, 4);
        assert_eq!(begun(&mut schedule), [1, 4]);
        schedule.end(ActionId(1), failed());
        assert_eq!(settled(&mut schedule), [2, 3]);
        assert!(matches!(schedule.ended(ActionId(3)), Some(Outcome::Skipped { because: Some(ActionId(1)), .. })));
        assert!(schedule.ended(ActionId(4)).is_none());
    }

    #[test]
    fn a_network_is_put_in_force_for_those_whose_part_was_made() {
        let network = |tenant: &str| Target::Network { tenant: tenant.into() };
        let plan = plan(vec![
            action(1, "hv01", network("orchard"), zone(), &[]),
            action(2, "hv01", network("harbor"), zone(), &[]),
            action(3, "hv01", Target::Node, Operation::ApplySdn, &[1, 2]),
            action(4, "hv01", machine(200), Operation::Start, &[3]),
        ]);
        let mut schedule = schedule(&plan, 4);
        assert_eq!(begun(&mut schedule), [1]);
        schedule.end(ActionId(1), Outcome::NotStarted);
        assert_eq!((settled(&mut schedule), begun(&mut schedule)), (vec![4], vec![2]));
        schedule.end(ActionId(2), DONE);
        assert_eq!(begun(&mut schedule), [3]);
    }

    #[test]
    fn nothing_begins_on_a_lost_node() {
        let plan = plan(vec![
            action(1, "hv01", machine(200), Operation::Start, &[]),
            action(2, "hv02", machine(201), Operation::Start, &[]),
        ]);
        let mut schedule = schedule(&plan, 1);
        schedule.lose(&"hv01".into(), "the node cannot be reached".into());
        assert_eq!((settled(&mut schedule), begun(&mut schedule)), (vec![1], vec![2]));
    }
}
