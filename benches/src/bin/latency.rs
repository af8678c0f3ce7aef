//! The time of a survey beside what its round trips need: 16 nodes with 100 machines each, 20 ms away.
//!
//! `latency`. Nodes are simulated in this process, each behind a transport that counts requests and waits. What the round trips
//! need is the number of requests to a node over how many are with it at once; the aim is a survey in at most 1.3 times that.
//! The work of the simulated nodes is in the figure too, because they share the thread.
#![expect(clippy::print_stdout, reason = "a measured program prints its figures")]

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use deevnet_benches::nodes::{credentials, node};
use deevnet_proxmox::client::{Client, ClientOptions};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use deevnet_proxmox::simulator::{Simulator, SimulatorOptions};
use deevnet_proxmox::transport::{Exchange, HttpRequest, Transport};
use tokio::runtime::Builder;
use tokio::time::sleep;

const NODES: u32 = 16;
const MACHINES: u32 = 100;
const LATENCY: Duration = Duration::from_millis(20);

/// How many times what the round trips need a survey is to take at most.
const BOUND: f64 = 1.3;

/// A transport that is far away.
struct Distant {
    inner: Arc<dyn Transport>,
    requests: Arc<AtomicUsize>,
}

impl Transport for Distant {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        Box::pin(async move {
            self.requests.fetch_add(1, Ordering::Relaxed);
            sleep(LATENCY).await;
            self.inner.send(request).await
        })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let requests = Arc::new(AtomicUsize::new(0));
    let mut clients = BTreeMap::new();
    for number in 1..=NODES {
        let name = format!("hv{number:02}");
        let inner = Simulator::new(vec![node(&name, MACHINES)], SimulatorOptions::default()).transport(&name);
        let transport = Arc::new(Distant { inner, requests: Arc::clone(&requests) });
        clients.insert(Arc::from(name), Client::new(transport, credentials()?, ClientOptions::default()));
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let begin = Instant::now();
    let survey = runtime.block_on(observe(&clients, ObserveOptions::default()));
    let taken = begin.elapsed().as_secs_f64();
    if let Some(gap) = survey.nodes.values().find_map(|node| node.gaps.first()) {
        return Err(gap.to_string().into());
    }
    let each = requests.load(Ordering::Relaxed).div_ceil(clients.len());
    let trips = u32::try_from(each.div_ceil(ClientOptions::DEFAULT_CONCURRENCY.get()))?;
    let needed = (LATENCY * trips).as_secs_f64();
    let ratio = taken / needed;
    println!(
        "Survey of {NODES} nodes with {MACHINES} machines each, 20 ms away: {each} requests a node, {trips} round trips"
    );
    println!("  needed {needed:.3} s, taken {taken:.3} s, {ratio:.2} times (aim: {BOUND})");
    Ok(())
}
