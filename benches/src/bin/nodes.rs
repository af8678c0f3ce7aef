//! A simulated node over HTTPS, for as long as a command runs that measures who asks it.
//!
//! `nodes MACHINES LATENCY COMMAND [ARGUMENT...]`. Every answer comes LATENCY milliseconds late. The command finds the node
//! by `BENCH_ADDRESS` (`address:port`), `BENCH_FINGERPRINT`, `BENCH_TOKEN` and `BENCH_SECRET`.

use std::env;
use std::error::Error;
use std::process::{Command, ExitCode};
use std::time::Duration;

use deevnet_benches::nodes::{SECRET, TOKEN, node};
use deevnet_proxmox::simulator::{Effect, Fault, Scheme, Simulator, SimulatorOptions};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

const USAGE: &str = "usage: nodes MACHINES LATENCY COMMAND [ARGUMENT...]";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [machines, latency, program, rest @ ..] = &arguments[..] else { return Err(USAGE.into()) };
    let (machines, latency) = (machines.parse()?, Duration::from_millis(latency.parse()?));
    let mut command = Command::new(program);
    command.args(rest).env("BENCH_TOKEN", TOKEN).env("BENCH_SECRET", SECRET);
    let success = Builder::new_multi_thread().enable_all().build()?.block_on(serve(machines, latency, command))?;
    Ok(if success { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn serve(machines: u32, latency: Duration, mut command: Command) -> Result<bool, Box<dyn Error>> {
    let simulator = Simulator::new(vec![node("hv01", machines)], SimulatorOptions::default());
    simulator.faults().add(Fault::new(Effect::Latency(latency)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let serving = simulator.serve("hv01", listener, Scheme::Https)?;
    command.env("BENCH_ADDRESS", serving.address().to_string());
    command.env("BENCH_FINGERPRINT", serving.fingerprint().unwrap_or_default());
    Ok(spawn_blocking(move || command.status()).await??.success())
}
