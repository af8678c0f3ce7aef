//! One survey of the node that `nodes` serves, with the client and the transport of the command.
//!
//! `survey`. Prints how many machines were found; a gap in the survey is a failure, because then less would have been asked.
#![expect(clippy::print_stdout, reason = "a measured program says what it has done")]

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::sync::Arc;

use deevnet_benches::nodes::credentials;
use deevnet_proxmox::client::{Client, ClientOptions, HttpsTransport, Trust};
use deevnet_proxmox::observe::{ObserveOptions, observe};
use mimalloc::MiMalloc;
use tokio::runtime::Builder;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let endpoint = format!("https://{}", env::var("BENCH_ADDRESS")?).parse()?;
    let trust = Trust::Fingerprint(env::var("BENCH_FINGERPRINT")?.parse()?);
    let transport = Arc::new(HttpsTransport::new(&endpoint, trust)?);
    let client = Client::new(transport, credentials()?, ClientOptions::default());
    let nodes = BTreeMap::from([(Arc::from("hv01"), client)]);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let survey = runtime.block_on(observe(&nodes, ObserveOptions::default()));
    let found = survey.nodes.values().next().ok_or("nothing was surveyed")?;
    if let Some(gap) = found.gaps.first() {
        return Err(gap.to_string().into());
    }
    println!("{} machines", found.guests.len());
    Ok(())
}
