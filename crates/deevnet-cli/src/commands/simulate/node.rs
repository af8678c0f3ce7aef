//! The nodes that run.

use std::net::SocketAddr;
use std::sync::Arc;

use deevnet_access::AccessError;
use deevnet_core::model::Substrate;
use deevnet_proxmox::simulator::{NodeSetup, Release, Scheme, Serving, Simulator, SimulatorOptions, from_substrate};
use tokio::net::TcpListener;

use super::SimulateArguments;
use crate::failure::Failure;

/// The user that the token belongs to.
const USER: &str = "deevnet@pve";

/// The name of the token.
const TOKEN: &str = "simulation";

/// The role of the user everywhere.
const ROLE: &str = "Administrator";

/// A node that is to run, with the token that reaches it.
pub(super) struct PlannedNode {
    host: Arc<str>,
    setup: NodeSetup,
    secret: String,
}

/// A node that runs.
pub(super) struct RunningNode {
    /// The inventory hostname of its hypervisor.
    pub(super) host: Arc<str>,
    /// Its name as a node.
    pub(super) name: Arc<str>,
    /// What it behaves as.
    pub(super) release: Release,
    /// What serves it.
    pub(super) serving: Serving,
    /// The secret of its token.
    pub(super) secret: String,
}

impl RunningNode {
    /// The ID of the token that may do everything.
    pub(super) fn token_id() -> String {
        format!("{USER}!{TOKEN}")
    }
}

/// The nodes of a substrate, each with a token of its own.
pub(super) fn setups(substrate: &Substrate, release: Option<Release>) -> Result<Vec<PlannedNode>, Failure> {
    let hosts = substrate.hypervisors().map(|(host, _)| Arc::clone(&host.name));
    let mut planned = Vec::new();
    for (host, mut setup) in hosts.zip(from_substrate(substrate)) {
        let secret = secret()?;
        setup.release = release.unwrap_or(setup.release);
        planned.push(PlannedNode { host, setup: setup.token(USER, ROLE, TOKEN, &secret), secret });
    }
    if planned.is_empty() { Err(AccessError::NoHypervisor.into()) } else { Ok(planned) }
}

/// A secret that nobody can guess, in the form of a UUID.
fn secret() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::NoExecutor(error.into()))?;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    Ok(format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]))
}

/// Starts the nodes; each is a simulation of its own, so that two of one name do not meet.
pub(super) async fn start(
    planned: Vec<PlannedNode>,
    arguments: &SimulateArguments,
) -> Result<Vec<RunningNode>, Failure> {
    let mut running = Vec::new();
    for (number, PlannedNode { host, setup, secret }) in (0..).zip(planned) {
        let (name, release) = (Arc::clone(&setup.name), setup.release);
        let simulator = Simulator::new(vec![setup], SimulatorOptions::default());
        for fault in arguments.faults() {
            simulator.faults().add(fault);
        }
        let port = arguments.port_base.map_or(0, |base: u16| base.saturating_add(number));
        let address = SocketAddr::new(arguments.listen, port);
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|source| Failure::NotListening { address, source })?;
        let serving = simulator.serve(&name, listener, Scheme::Https)?;
        running.push(RunningNode { host, name, release, serving, secret });
    }
    Ok(running)
}
