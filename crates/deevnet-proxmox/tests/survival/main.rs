//! A plan that is cut at every single call is carried out in the end, and nothing is made twice, lost or touched by mistake.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod cut;
mod estate;
mod liar;
mod nodes;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use deevnet_core::model::Substrate;
use deevnet_proxmox::apply::Report;
use deevnet_proxmox::plan::Plan;
use deevnet_proxmox::simulator::NodeSetup;
use deevnet_proxmox::survey::Survey;
use deevnet_proxmox::transport::Method;
use tokio::runtime::{Builder, Runtime};

use crate::cut::{Cut, Wound};
use crate::nodes::{SECRET, carry_out, clients, grown, look, planned, setups, simulator, strangers};

/// A runtime whose clock jumps to the next thing to happen.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// What stands at the beginning: nodes with what an earlier declaration made on them, and what is declared now.
struct World {
    setups: Vec<NodeSetup>,
    substrate: Substrate,
    survey: Survey,
    plan: Plan,
}

impl World {
    fn get() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(Self::make)
    }

    fn make() -> Self {
        let setups = Self::earlier();
        let substrate = estate::after();
        let nodes = clients(&simulator(&setups), &Arc::default());
        let survey = paused().block_on(look(&nodes, &substrate));
        let plan = planned(&substrate, &survey);
        assert_eq!((&plan.faults, &plan.blocked), (&Vec::new(), &Vec::new()));
        Self { setups, substrate, survey, plan }
    }

    /// Makes what was declared earlier.
    fn earlier() -> Vec<NodeSetup> {
        let substrate = estate::before();
        let setups = setups(&substrate);
        let nodes = clients(&simulator(&setups), &Arc::default());
        paused().block_on(async {
            let plan = planned(&substrate, &look(&nodes, &substrate).await);
            let report = carry_out(&plan, &nodes).await;
            assert!(report.is_complete(), "{report:#?}");
            let survey = look(&nodes, &substrate).await;
            let left = planned(&substrate, &survey);
            assert!(left.is_empty() && left.blocked.is_empty() && left.faults.is_empty(), "{left}");
            grown(setups, &survey)
        })
    }

    /// Applies the plan with a cut, then plans and applies without one until nothing is left to do.
    fn run(&self, cut: &Arc<Cut>) -> Run {
        const ROUNDS: usize = 3;
        let Self { setups, substrate, plan, .. } = self;
        let simulator = simulator(setups);
        let (healthy, wounded) = (clients(&simulator, &Arc::default()), clients(&simulator, cut));
        paused().block_on(async {
            let first = cut.survive(carry_out(plan, &wounded)).await;
            let mut outputs = format!("{first:?}{wounded:?}{simulator:?}");
            let calls = cut.calls();
            for rounds in 0..ROUNDS {
                let survey = look(&healthy, substrate).await;
                let plan = planned(substrate, &survey);
                write!(outputs, "{survey:?}{plan:?}{plan}").unwrap();
                if plan.is_empty() && plan.blocked.is_empty() && plan.faults.is_empty() {
                    return Run { outputs, calls, first, rounds, survey };
                }
                write!(outputs, "{:?}", carry_out(&plan, &healthy).await).unwrap();
                // What a node was asked for goes on without who asked.
                tokio::time::sleep(Duration::from_secs(30)).await;
            }
            panic!("there is still something to do after {ROUNDS} rounds:\n{outputs}")
        })
    }
}

/// What a run leaves behind.
struct Run {
    /// Everything that it gave out, as text.
    outputs: String,
    calls: Vec<Method>,
    /// What the first apply reported, unless it was killed.
    first: Option<Report>,
    /// How often it was planned and applied afterwards until nothing was left to do.
    rounds: usize,
    survey: Survey,
}

impl Run {
    /// Compares what the run left behind with what one without a cut does.
    fn judge(&self, whole: &Self, told: &str) {
        let world = World::get();
        assert_eq!(strangers(&world.survey), strangers(&self.survey), "{told}: what is not ours was changed");
        assert_eq!(guests(&self.survey), guests(&whole.survey), "{told}: a machine was lost or made twice");
        assert!(!self.outputs.contains(SECRET), "{told}: an output holds the secret");
    }
}

/// Every guest with its name and whether it runs.
fn guests(survey: &Survey) -> Vec<(&str, u32, Option<&str>, String)> {
    survey
        .nodes
        .iter()
        .flat_map(|(host, node)| {
            let of_node = node.guests.iter();
            of_node.map(move |(vmid, guest)| (&**host, *vmid, guest.name.as_deref(), format!("{:?}", guest.status)))
        })
        .collect()
}

#[test]
fn a_plan_without_a_cut_is_carried_out_in_one_go() {
    let world = World::get();
    let mut operations: BTreeMap<&str, usize> = BTreeMap::new();
    for action in &world.plan.actions {
        *operations.entry(action.operation.name()).or_default() += 1;
    }
    insta::assert_snapshot!(format!("{operations:?}"), @r#"{"apply-sdn": 1, "clone": 4, "configure": 7, "destroy": 2, "resize": 5, "sdn": 3, "start": 6, "stop": 4}"#);
    let run = world.run(&Arc::default());
    let report = run.first.as_ref().unwrap();
    assert!(report.is_complete(), "{report:#?}");
    assert!(report.machines.iter().all(|machine| machine.is_verified));
    assert_eq!(run.rounds, 0);
    run.judge(&run, "without a cut");
}

#[test]
fn a_plan_survives_a_cut_at_every_call() {
    let world = World::get();
    let whole = world.run(&Arc::default());
    let cuts: Vec<(usize, Wound)> = (1..)
        .zip(&whole.calls)
        .flat_map(|(call, method)| Wound::of(*method).iter().map(move |wound| (call, *wound)))
        .collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((call, wound)) = cuts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let told = format!("{wound:?} at call {call} of {}", whole.calls.len());
            let run = world.run(&Cut::at(*call, *wound));
            run.judge(&whole, &told);
            assert_eq!(run.first.is_none(), wound.kills(), "{told}");
            if let Some(report) = &run.first {
                assert!(report.is_complete() && run.rounds == 0, "{told}: {report:#?}");
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            scope.spawn(work);
        }
    });
}
