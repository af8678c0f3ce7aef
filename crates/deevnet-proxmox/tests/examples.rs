//! The whole way on the example substrates: observe, plan, apply, and nothing is left to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::check;
use deevnet_core::model::Substrate;
use deevnet_inventory::{Options, VaultPassword, load};
use deevnet_proxmox::apply::{ApplyOptions, Unwatched, apply};
use deevnet_proxmox::client::{ApiToken, Client, ClientOptions, Credentials};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::plan::{Plan, PlanOptions, plan};
use deevnet_proxmox::simulator::{NodeSetup, Simulator, SimulatorOptions, from_substrate};
use deevnet_proxmox::survey::{NodeHardware, Survey};
use secrecy::SecretString;
use tokio::runtime::Builder;

const SECRET: &str = "not-to-be-seen";

type Nodes = BTreeMap<Arc<str>, Client>;

fn example(name: &str) -> Substrate {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut options = Options::default();
    options.vault_passwords.push(VaultPassword::read_file(&examples.join("vault-password")).unwrap());
    check(&load(&examples.join(name), &options).unwrap()).substrate
}

/// The simulated nodes of a substrate, and a client for each of its hypervisors.
fn simulated(substrate: &Substrate) -> (Simulator, Nodes) {
    let setups = from_substrate(substrate).into_iter();
    let setups: Vec<NodeSetup> = setups.map(|setup| setup.root_token("trial", SECRET)).collect();
    let simulator = Simulator::new(setups, SimulatorOptions::default());
    let client = |(host, node): (&Arc<str>, &str)| {
        let credentials =
            Credentials::Token(ApiToken::new("root@pam!trial".parse().unwrap(), SecretString::from(SECRET)));
        (Arc::clone(host), Client::new(simulator.transport(node), credentials, ClientOptions::default()))
    };
    let hypervisors = substrate.hypervisors().map(|(host, hypervisor)| {
        let node = hypervisor.node.as_ref().map_or(&*host.name, |node| node.value.as_str());
        (&host.name, node)
    });
    let clients = hypervisors.map(client).collect();
    (simulator, clients)
}

async fn look(nodes: &Nodes, substrate: &Substrate) -> Survey {
    let survey = observe(nodes, ObserveOptions::of(substrate)).await;
    let gaps: Vec<_> = survey.nodes.values().flat_map(|node| &node.gaps).collect();
    assert!(gaps.is_empty(), "{gaps:#?}");
    survey
}

/// A plan with these faults and nothing else in its way.
fn planned(substrate: &Substrate, survey: &Survey, faults: &[&str]) -> Plan {
    let plan = plan(substrate, survey, &PlanOptions::default());
    let found: Vec<&str> = plan.faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!((&found[..], &plan.blocked[..]), (faults, &[][..]));
    plan
}

/// Goes the whole way on an example, as far as these faults let it.
fn settle(name: &str, faults: &[&str]) {
    let substrate = example(name);
    let (_simulator, nodes) = simulated(&substrate);
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let before = look(&nodes, &substrate).await;
        assert_eq!(before.digest(), look(&nodes, &substrate).await.digest());
        let first = planned(&substrate, &before, faults);
        assert!(!first.actions.is_empty());
        let report = apply(&first, &nodes, ApplyOptions::default(), &Unwatched).await;
        assert!(report.is_complete(), "{report:#?}");
        let after = look(&nodes, &substrate).await;
        let second = planned(&substrate, &after, faults);
        assert!(second.actions.is_empty(), "{:#?}", second.actions);
        // What nobody declared is as it was.
        for (host, node) in &before.nodes {
            for (vmid, guest) in &node.guests {
                assert_eq!(after.nodes[host].guests.get(vmid), Some(guest), "{host} {vmid}");
            }
        }
        let output = format!("{first:?} {report:?} {after:?} {}", after.to_json().unwrap());
        assert!(!output.contains(SECRET));
    });
}

#[test]
fn dvntm_is_settled() {
    settle("dvntm", &[]);
}

#[test]
fn what_mobile_declares_whole_is_settled() {
    settle("mobile", &["dv02obs001v01 has no VMID yet"]);
}

#[test]
fn simulated_nodes_have_the_hardware_that_is_declared() {
    let substrate = example("dvntm");
    let (_simulator, nodes) = simulated(&substrate);
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let survey = runtime.block_on(look(&nodes, &substrate));
    for (host, _) in substrate.hypervisors() {
        let found: &NodeHardware = survey.nodes[&host.name].hardware.as_ref().unwrap();
        let profile = substrate.profile_of(host).unwrap();
        assert_eq!(found.differences(profile), []);
    }
}
