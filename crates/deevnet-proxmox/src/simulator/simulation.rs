//! Simulated nodes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::fault::{FaultInjector, TaskFault, exchange};
use super::http::respond;
use super::options::SimulatorOptions;
use super::setup::NodeSetup;
use super::state::Node;
use crate::transport::{Exchange, HttpRequest, HttpResponse, Transport};

/// Standalone nodes that are not there. A clone is the same nodes.
///
/// ```
/// use bytes::Bytes;
/// use deevnet_proxmox::simulator::{NodeSetup, Simulator, SimulatorOptions};
/// use deevnet_proxmox::transport::{HttpRequest, Method};
///
/// let nodes = vec![NodeSetup::new("pve1").root_token("trial", "secret")];
/// let simulator = Simulator::new(nodes, SimulatorOptions::default());
/// let authorization = "PVEAPIToken=root@pam!trial=secret".to_owned();
/// let request = HttpRequest {
///     method: Method::Get,
///     target: "/api2/json/version".to_owned(),
///     headers: vec![("authorization".to_owned(), authorization)],
///     body: Bytes::new(),
/// };
/// assert_eq!(simulator.handle("pve1", &request).status, 200);
/// ```
#[derive(Clone)]
pub struct Simulator {
    shared: Arc<Shared>,
}

struct Shared {
    nodes: BTreeMap<Arc<str>, Mutex<Node>>,
    faults: FaultInjector,
    options: SimulatorOptions,
}

impl Simulator {
    /// Nodes as they are set up; time begins now.
    pub fn new(nodes: Vec<NodeSetup>, options: SimulatorOptions) -> Self {
        let nodes = nodes.into_iter().map(|setup| (setup.name.clone(), Mutex::new(Node::new(setup, options.clone()))));
        Self { shared: Arc::new(Shared { nodes: nodes.collect(), faults: FaultInjector::default(), options }) }
    }

    /// The names of the nodes.
    pub fn nodes(&self) -> impl Iterator<Item = &Arc<str>> {
        self.shared.nodes.keys()
    }

    /// What goes wrong on request with calls that come through a transport or the server.
    pub fn faults(&self) -> &FaultInjector {
        &self.shared.faults
    }

    /// How the simulation runs.
    pub fn options(&self) -> &SimulatorOptions {
        &self.shared.options
    }

    /// What a node answers, without faults. A node that is not there answers with status 595.
    pub fn handle(&self, node: &str, request: &HttpRequest) -> HttpResponse {
        self.handle_with(node, request, TaskFault::default())
    }

    /// What a node answers, with what goes wrong with the task of the call.
    pub(super) fn handle_with(&self, node: &str, request: &HttpRequest, task_fault: TaskFault) -> HttpResponse {
        let answer = self.with(node, |node| respond(node, request, task_fault));
        answer.unwrap_or_else(|| HttpResponse {
            status: 595,
            reason: "No route to host".to_owned(),
            headers: Vec::new(),
            body: Vec::new().into(),
        })
    }

    /// Does something with a node that is there.
    pub(crate) fn with<T>(&self, node: &str, work: impl FnOnce(&mut Node) -> T) -> Option<T> {
        let node = self.shared.nodes.get(node)?;
        Some(work(&mut node.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// What carries requests to a node in this process, with its faults.
    pub fn transport(&self, node: &str) -> Arc<dyn Transport> {
        Arc::new(InProcess { simulator: self.clone(), node: node.into() })
    }

    /// Sends a request to a node through the faults in force.
    pub(super) fn exchange<'a>(&'a self, node: &'a str, request: HttpRequest) -> Exchange<'a> {
        let handle = move |request: HttpRequest, fault| self.handle_with(node, &request, fault);
        Box::pin(exchange(&self.shared.faults, node, request, handle))
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("nodes", &self.shared.nodes.keys()).finish_non_exhaustive()
    }
}

struct InProcess {
    simulator: Simulator,
    node: Arc<str>,
}

impl Transport for InProcess {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        self.simulator.exchange(&self.node, request)
    }
}
