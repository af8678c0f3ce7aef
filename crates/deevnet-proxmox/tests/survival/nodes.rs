//! Simulated nodes, and what speaks with them.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use deevnet_core::model::Substrate;
use deevnet_proxmox::apply::{ApplyOptions, Report, Unwatched, apply};
use deevnet_proxmox::client::{ApiToken, Client, ClientOptions, Credentials};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::plan::{Plan, PlanOptions, plan};
use deevnet_proxmox::simulator::{
    GuestKind as SetupKind, GuestSetup, NodeSetup, Simulator, SimulatorOptions, from_substrate,
};
use deevnet_proxmox::survey::{Guest, GuestKind, GuestStatus, Survey};
use deevnet_proxmox::transport::Transport;
use secrecy::SecretString;

use crate::cut::{Cut, Cutting};
use crate::estate::HOSTS;

/// What no output may hold.
pub(crate) const SECRET: &str = "5f0c7d3e-dead-4bee-8f00-secretsecret";

/// Simulated nodes with guests.
pub(crate) fn simulator(setups: &[NodeSetup]) -> Simulator {
    let options = SimulatorOptions {
        task_duration: Duration::from_millis(100),
        copy_duration: Duration::from_millis(800),
        ..SimulatorOptions::default()
    };
    Simulator::new(setups.to_vec(), options)
}

/// The nodes of a substrate with their templates and strangers, and a token on each.
pub(crate) fn setups(substrate: &Substrate) -> Vec<NodeSetup> {
    from_substrate(substrate).into_iter().map(|node| node.root_token("trial", SECRET)).collect()
}

/// A client of each node; every call passes the cut.
pub(crate) fn clients(simulator: &Simulator, cut: &Arc<Cut>) -> BTreeMap<Arc<str>, Client> {
    let cutting = |host: &str| client(Arc::new(Cutting::new(simulator.transport(host), Arc::clone(cut))));
    HOSTS.iter().map(|host| (Arc::from(*host), cutting(host))).collect()
}

/// A client of the node behind a transport.
pub(crate) fn client(transport: Arc<dyn Transport>) -> Client {
    let token = ApiToken::new("root@pam!trial".parse().unwrap(), SecretString::from(SECRET));
    let mut options = ClientOptions::default();
    // A task is asked for once while it runs, and once when it has ended.
    options.first_poll = Duration::from_secs(1);
    options.call_timeout = Duration::from_secs(20);
    Client::new(transport, Credentials::Token(token), options)
}

/// What exists.
pub(crate) async fn look(nodes: &BTreeMap<Arc<str>, Client>, substrate: &Substrate) -> Survey {
    observe(nodes, ObserveOptions::of(substrate)).await
}

/// What is to be done.
pub(crate) fn planned(substrate: &Substrate, survey: &Survey) -> Plan {
    plan(substrate, survey, &PlanOptions { reboot: true, ..PlanOptions::default() })
}

/// Does it.
pub(crate) async fn carry_out(plan: &Plan, nodes: &BTreeMap<Arc<str>, Client>) -> Report {
    let options = ApplyOptions {
        allow_destroy: true,
        force: true,
        parallelism: NonZeroUsize::new(2).unwrap(),
        ..ApplyOptions::default()
    };
    apply(plan, nodes, options, &Unwatched).await
}

/// The nodes with the guests that a survey found in addition.
pub(crate) fn grown(mut setups: Vec<NodeSetup>, survey: &Survey) -> Vec<NodeSetup> {
    for setup in &mut setups {
        let known: BTreeSet<u32> = setup.guests.iter().map(|guest| guest.vmid).collect();
        let new = survey.nodes[&*setup.name].guests.iter().filter(|(vmid, _)| !known.contains(vmid));
        setup.guests.extend(new.map(|(vmid, guest)| GuestSetup {
            vmid: *vmid,
            kind: SetupKind::VirtualMachine,
            config: guest.config.clone(),
            running: guest.status == GuestStatus::Running,
        }));
    }
    setups
}

/// Everything on the nodes that the declaration does not own: guests whose description has no mark of it.
pub(crate) fn strangers(survey: &Survey) -> BTreeMap<(Arc<str>, u32), Guest> {
    let is_stranger = |guest: &Guest| {
        guest.kind == GuestKind::Lxc || !guest.config.get("description").is_some_and(|text| text.contains("deevnet: "))
    };
    let guests = survey.nodes.iter().flat_map(|(host, node)| node.guests.iter().map(move |guest| (host, guest)));
    guests
        .filter(|(_, (_, guest))| is_stranger(guest))
        .map(|(host, (vmid, guest))| ((Arc::clone(host), *vmid), guest.clone()))
        .collect()
}
