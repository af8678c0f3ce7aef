//! Observation of simulated nodes: what it takes, and what a token without rights leaves open.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use deevnet_proxmox::client::{ApiToken, Client, ClientOptions, Credentials};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::simulator::{
    AclSetup, Effect, Fault, GuestKind, GuestSetup, Holder, NodeSetup, RoleSetup, Simulator, SimulatorOptions,
};
use deevnet_proxmox::survey::Survey;
use secrecy::SecretString;
use tokio::runtime::{Builder, Runtime};
use tokio::time::Instant;

const USER: &str = "survey@pve";
const SECRET: &str = "not-to-be-seen";

/// A runtime whose clock jumps to the next thing to happen.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// A node with a token that has a role everywhere, and as many machines; every tenth is a container.
fn node(name: &str, role: &str, guests: u32) -> NodeSetup {
    let guest = |number: u32| {
        let kind = if number.is_multiple_of(10) { GuestKind::Container } else { GuestKind::VirtualMachine };
        let key = if kind == GuestKind::Container { "hostname" } else { "name" };
        let config = [(key, format!("guest{number}")), ("memory", "512".to_owned()), ("cipassword", SECRET.to_owned())];
        let config = config.into_iter().filter(|(key, _)| kind == GuestKind::VirtualMachine || *key != "cipassword");
        GuestSetup {
            vmid: 100 + number,
            kind,
            config: config.map(|(key, value)| (key.to_owned(), value)).collect(),
            running: false,
        }
    };
    (0..guests).map(guest).fold(NodeSetup::new(name).token(USER, role, "reader", SECRET), NodeSetup::guest)
}

fn clients(simulator: &Simulator) -> BTreeMap<Arc<str>, Client> {
    let client = |node: &Arc<str>| {
        let id = format!("{USER}!reader").parse().unwrap();
        let credentials = Credentials::Token(ApiToken::new(id, SecretString::from(SECRET)));
        (Arc::clone(node), Client::new(simulator.transport(node), credentials, ClientOptions::default()))
    };
    simulator.nodes().map(client).collect()
}

fn observed(nodes: Vec<NodeSetup>) -> Survey {
    let simulator = Simulator::new(nodes, SimulatorOptions::default());
    paused().block_on(observe(&clients(&simulator), ObserveOptions::default()))
}

fn gaps(survey: &Survey) -> Vec<String> {
    survey.nodes.values().flat_map(|node| &node.gaps).map(ToString::to_string).collect()
}

#[test]
fn an_auditor_sees_everything_and_no_secret() {
    let survey = observed(vec![node("pve1", "PVEAuditor", 20), node("pve2", "PVEAuditor", 0)]);
    assert_eq!(gaps(&survey), [] as [String; 0]);
    assert!(survey.complete(&["pve1".into(), "pve2".into()].into()).is_ok());
    assert_eq!((survey.nodes["pve1"].guests.len(), survey.nodes["pve2"].guests.len()), (20, 0));
    assert!(!survey.to_json().unwrap().contains(SECRET) && !survey.to_json().unwrap().contains("cipassword"));
    assert_eq!(Survey::from_json(&survey.to_json().unwrap()).unwrap().digest(), survey.digest());
}

#[test]
fn every_missing_privilege_is_a_gap() {
    let role = |privileges: &[&str]| {
        let privileges = privileges.iter().map(|privilege| (*privilege).to_owned()).collect();
        let mut setup = node("pve1", "Partial", 3);
        setup.roles.push(RoleSetup { id: "Partial".to_owned(), privileges });
        setup
    };
    insta::assert_snapshot!(gaps(&observed(vec![role(&["Pool.Audit"])])).join("\n"), @"
    hardware: the token lacks Sys.Audit on /nodes/pve1
    software-defined network: the token lacks SDN.Audit on /sdn
    storages: the token lacks Datastore.Audit on /storage
    virtual machines and containers: the token lacks VM.Audit on /vms
    ");
    insta::assert_snapshot!(gaps(&observed(vec![role(&["Datastore.Audit", "SDN.Audit", "Sys.Audit"])])).join("\n"), @"virtual machines and containers: the token lacks VM.Audit on /vms");
    let mut one_machine = role(&["Datastore.Audit", "SDN.Audit", "Sys.Audit"]);
    one_machine.acl.push(AclSetup::new("/vms/101", Holder::User(USER.to_owned()), "PVEVMAdmin"));
    let survey = observed(vec![one_machine]);
    assert_eq!(survey.nodes["pve1"].guests.len(), 1);
    insta::assert_snapshot!(gaps(&survey).join("\n"), @"virtual machines and containers: the token lacks VM.Audit on /vms");
}

/// The bound is for the slowest node: every one has eight calls at once, and of a hundred guests.
#[test]
fn a_survey_takes_hardly_more_than_its_round_trips() {
    const LATENCY: Duration = Duration::from_millis(20);
    let nodes = (0..16).map(|number| node(&format!("pve{number}"), "PVEAuditor", 100)).collect();
    let simulator = Simulator::new(nodes, SimulatorOptions::default());
    simulator.faults().add(Fault::new(Effect::Latency(LATENCY)));
    let (survey, took) = paused().block_on(async {
        let begun = Instant::now();
        (observe(&clients(&simulator), ObserveOptions::default()).await, begun.elapsed())
    });
    assert_eq!(gaps(&survey), [] as [String; 0]);
    let calls = simulator.faults().calls();
    assert_eq!(calls, 16 * (11 + 100));
    let limit = u64::try_from(ClientOptions::DEFAULT_CONCURRENCY.get()).unwrap();
    let needed = LATENCY * u32::try_from((calls / 16).div_ceil(limit)).unwrap();
    assert!(took.as_secs_f64() <= 1.3 * needed.as_secs_f64(), "{took:?} where {needed:?} are needed");
}
