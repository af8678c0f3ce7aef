//! A plan that is cut at every single call is carried out in the end, and nothing is made twice, lost or touched by mistake.

mod cut;
mod estate;
mod nodes;

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::model::Substrate;
use deevnet_proxmox::apply::Report;
use deevnet_proxmox::plan::{Operation, Plan};
use deevnet_proxmox::simulator::NodeSetup;
use deevnet_proxmox::survey::{Guest, Survey};
use tokio::runtime::{Builder, Runtime};

use crate::cut::{Cut, Wound};
use crate::nodes::{SECRET, carry_out, clients, grown, look, planned, setups, simulator, strangers};

/// A runtime whose clock jumps to the next thing to happen.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// The nodes as they were, with what the earlier declaration made on them.
fn world() -> Vec<NodeSetup> {
    let substrate = estate::before();
    let setups = setups(&substrate);
    let simulator = simulator(&setups);
    let nodes = clients(&simulator, &Arc::default());
    paused().block_on(async {
        let plan = planned(&substrate, &look(&nodes, &substrate).await);
        assert_eq!((&plan.faults, &plan.blocked), (&Vec::new(), &Vec::new()));
        let report = carry_out(&plan, &nodes).await;
        assert!(report.is_complete(), "{report:#?}");
        let survey = look(&nodes, &substrate).await;
        let left = planned(&substrate, &survey);
        assert!(left.is_empty(), "{left:#?}");
        grown(setups, &survey)
    })
}

/// What a run leaves behind.
struct Run {
    /// What was found, planned and done before and after the cut, as the outputs of the run.
    outputs: String,
    calls: u64,
    first: Option<(Plan, Report)>,
    /// How often it was planned and applied until nothing was left.
    rounds: usize,
    before: Survey,
    after: Survey,
}

/// Observes, plans and applies with a cut, and again without one until nothing is left to do.
fn run(setups: &[NodeSetup], substrate: &Substrate, cut: &Arc<Cut>) -> Run {
    const ROUNDS: usize = 4;
    let simulator = simulator(setups);
    let healthy = clients(&simulator, &Arc::default());
    let wounded = clients(&simulator, cut);
    paused().block_on(async {
        let before = look(&healthy, substrate).await;
        let plan = planned(substrate, &before);
        let first = cut.survive(carry_out(&plan, &wounded)).await;
        let mut outputs = format!("{plan:?}{first:?}{wounded:?}{simulator:?}");
        let first = first.map(|report| (plan, report));
        for rounds in 0..ROUNDS {
            let after = look(&healthy, substrate).await;
            let plan = planned(substrate, &after);
            outputs += &format!("{after:?}{plan:?}");
            if plan.is_empty() && plan.blocked.is_empty() {
                assert_eq!(plan.faults, []);
                return Run { outputs, calls: cut.calls(), first, rounds, before, after };
            }
            outputs += &format!("{:?}", carry_out(&plan, &healthy).await);
            // What still runs on a node goes on without who asked for it.
            tokio::time::sleep(std::time::Duration::from_secs(30)).await;
        }
        let left = planned(substrate, &look(&healthy, substrate).await);
        panic!("after {ROUNDS} rounds there is still something to do: {left:#?}\n{outputs}")
    })
}

/// Compares what a run left behind with what a run without a cut does.
fn judge(run: &Run, whole: &Run, told: &str) {
    assert_eq!(strangers(&run.before), strangers(&run.after), "{told}: what is not ours was changed");
    assert_eq!(names(&run.after), names(&whole.after), "{told}: a machine was lost or made twice");
    assert!(!run.outputs.contains(SECRET), "{told}: an output holds the secret");
}

/// Every guest with its name and whether it runs.
fn names(survey: &Survey) -> Vec<(Arc<str>, u32, Option<String>, String)> {
    let guests = survey.nodes.iter().flat_map(|(host, node)| node.guests.iter().map(move |guest| (host, guest)));
    let told = |(host, (vmid, guest)): (&Arc<str>, (&u32, &Guest))| {
        (Arc::clone(host), *vmid, guest.name.clone(), format!("{:?}", guest.status))
    };
    guests.map(told).collect()
}

#[test]
fn a_plan_touches_machines_in_every_way() {
    let setups = world();
    let run = run(&setups, &estate::after(), &Arc::default());
    let (plan, report) = run.first.as_ref().unwrap();
    let mut operations: BTreeMap<&str, usize> = BTreeMap::new();
    for action in &plan.actions {
        *operations.entry(action.operation.name()).or_default() += 1;
    }
    insta::assert_snapshot!(format!("{operations:?}"), @r#"{"apply-sdn": 1, "clone": 4, "configure": 7, "destroy": 2, "resize": 5, "sdn": 3, "start": 6, "stop": 4}"#);
    assert!(report.is_complete(), "{report:#?}");
    assert!(report.machines.iter().all(|machine| machine.is_verified));
    assert_eq!(run.rounds, 0);
    judge(&run, &run, "whole");
    assert!(plan.actions.iter().any(|action| matches!(action.operation, Operation::Destroy(_))));
}

#[test]
fn a_plan_survives_a_cut_at_every_call() {
    let (setups, substrate) = (world(), estate::after());
    let whole = run(&setups, &substrate, &Arc::default());
    let begin = std::time::Instant::now();
    for call in 1..=whole.calls {
        for wound in Wound::ALL {
            let cut = run(&setups, &substrate, &Cut::at(call, wound));
            judge(&cut, &whole, &format!("{wound:?} at call {call} of {}", whole.calls));
        }
    }
    println!("{} calls in {:?}", whole.calls, begin.elapsed());
}
