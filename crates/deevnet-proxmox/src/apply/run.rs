//! Carrying out a whole plan.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::Instant;

use super::error::ActionError;
use super::options::ApplyOptions;
use super::outcome::Outcome;
use super::refusal::refusals;
use super::report::{ActionReport, MachineReport, Report};
use super::schedule::Schedule;
use super::verify::{Expectation, is_change, is_same_machine};
use super::watcher::{Event, Watcher};
use super::worker::{Done, Worker};
use crate::client::Client;
use crate::plan::{Action, ActionId, Plan, Target};

/// Carries out a plan on its nodes and says what became of every action.
///
/// Actions begin in the order of the plan, at the same time where they can: on different nodes always, on one node up to
/// [`parallelism`](ApplyOptions::parallelism), never two on one machine, two clones of one template or two changes of one
/// software-defined network. One that fails stops those that stand on it, and no other.
///
/// A request whose answer is lost is not sent again before the node was looked at. After the last change of a machine, what it
/// will boot with is read back and compared with everything that the plan set; a machine that differs is not started.
///
/// What the faults of the plan are about is left alone, and so is everything where the plan does
/// [more than is usual](Plan::gate) and was not forced. Dropping the future leaves the nodes as they are; planning and applying
/// again goes on from there.
pub async fn apply(
    plan: &Plan,
    nodes: &BTreeMap<Arc<str>, Client>,
    options: ApplyOptions,
    watcher: &dyn Watcher,
) -> Report {
    let schedule = Schedule::new(plan, refusals(plan, &options), options.parallelism);
    let mut run =
        Run { plan, nodes, options: &options, watcher, schedule, durations: BTreeMap::new(), waiting: BTreeMap::new() };
    run.drive().await;
    run.report()
}

struct Run<'a> {
    plan: &'a Plan,
    nodes: &'a BTreeMap<Arc<str>, Client>,
    options: &'a ApplyOptions,
    watcher: &'a dyn Watcher,
    schedule: Schedule<'a>,
    durations: BTreeMap<ActionId, Duration>,
    /// What takes effect at the next start, by the action after which its machine was read back.
    waiting: BTreeMap<ActionId, Vec<String>>,
}

/// An action that ended.
type Ended<'a> = (&'a Action, Duration, Result<Done, ActionError>);

impl<'a> Run<'a> {
    async fn drive(&mut self) {
        let mut running = FuturesUnordered::new();
        self.plan.actions.iter().for_each(|action| self.tell_settled(action));
        loop {
            for action in self.schedule.settle() {
                self.tell_settled(action);
            }
            while !self.options.cancellation.is_cancelled()
                && let Some(action) = self.schedule.begin()
            {
                self.watcher.observe(Event::Started { action });
                running.push(self.carry_out(action));
            }
            let Some(ended) = running.next().await else { return };
            self.note(ended);
        }
    }

    fn carry_out(&self, action: &'a Action) -> impl Future<Output = Ended<'a>> + use<'a> {
        let (plan, nodes, options, watcher) = (self.plan, self.nodes, self.options, self.watcher);
        async move {
            let begin = Instant::now();
            let result = match nodes.get(&action.host) {
                Some(client) => Worker { plan, action, client, options, watcher }.carry_out().await,
                None => Err(ActionError::NoAccess { host: action.host.to_string() }),
            };
            (action, begin.elapsed(), result)
        }
    }

    fn note(&mut self, (action, duration, result): Ended<'a>) {
        let outcome = match result {
            Ok(Done { warnings, waiting }) => {
                self.waiting.insert(action.id, waiting);
                Outcome::Done { warnings }
            }
            Err(error) => {
                if let Some(reason) = error.loses_node() {
                    self.schedule.lose(&action.host, reason.to_owned());
                }
                Outcome::Failed(error.into())
            }
        };
        self.watcher.observe(Event::Ended { action, outcome: &outcome, duration });
        self.durations.insert(action.id, duration);
        self.schedule.end(action.id, outcome);
    }

    /// Tells how an action ended that was not begun.
    fn tell_settled(&self, action: &Action) {
        if let Some(outcome) = self.schedule.ended(action.id) {
            self.watcher.observe(Event::Ended { action, outcome, duration: Duration::ZERO });
        }
    }

    fn report(&self) -> Report {
        let actions = self.plan.actions.iter().map(|action| self.action(action));
        Report {
            version: Report::VERSION,
            substrate: Arc::clone(&self.plan.substrate),
            actions: actions.collect(),
            machines: self.machines(),
            interrupted: self.options.cancellation.is_cancelled()
                && self.plan.actions.iter().any(|action| self.schedule.ended(action.id).is_none()),
        }
    }

    fn action(&self, action: &Action) -> ActionReport {
        let duration = self.durations.get(&action.id).copied().unwrap_or_default();
        ActionReport {
            id: action.id,
            host: Arc::clone(&action.host),
            target: action.target.clone(),
            operation: action.operation.name().to_owned(),
            outcome: self.schedule.ended(action.id).cloned().unwrap_or(Outcome::NotStarted),
            milliseconds: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// The machines whose last change was carried out as far as to be read back.
    fn machines(&self) -> Vec<MachineReport> {
        let mut machines = BTreeMap::new();
        for action in self.plan.actions.iter().filter(|action| is_change(action)) {
            let Target::Machine { name, vmid, .. } = &action.target else { continue };
            let same = self.plan.actions.iter().filter(|other| is_change(other) && is_same_machine(other, action));
            let is_verified = same.clone().all(|other| self.schedule.ended(other.id).is_some_and(Outcome::is_done));
            let report = MachineReport {
                vmid: *vmid,
                name: Arc::clone(name),
                host: Arc::clone(&action.host),
                is_verified,
                fields: Expectation::of(action, same.clone()).fields(),
                waiting: same.filter_map(|other| self.waiting.get(&other.id)).flatten().cloned().collect(),
            };
            machines.insert((*vmid, Arc::clone(&action.host)), report);
        }
        machines.into_values().collect()
    }
}
