//! `deevnet simulate`: nodes that are not there, for trials and tests.

mod access;
mod interrupt;
mod node;
mod program;

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use deevnet_proxmox::simulator::{Effect, Fault, Release};
use tokio::runtime::Runtime;

use self::access::AccessFile;
use self::interrupt::Interrupt;
use self::node::RunningNode;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page;
use crate::printable::printable;
use crate::table::Table;

const EXAMPLES: &str = "\
Examples:
  deevnet simulate examples/dvntm            run its nodes until Ctrl-C
  deevnet simulate examples/dvntm -- deevnet plan examples/dvntm
                                             run a command while they run
  deevnet simulate home -- sh -c 'deevnet apply home && deevnet drift home'
  deevnet simulate home --fault 'drop-after method=POST path=/nodes/*/qemu/*/clone call=1'

Every declared hypervisor becomes a node with its storages, its bridge, two
templates for each prefix, and guests that nobody declared. Nothing is kept
when it ends. A command finds the nodes by DEEVNET_ACCESS; its exit code is
that of this command.

A fault is an effect with conditions, of which each may be left out:
  latency=MS  refuse  drop-before  drop-after  silence-before  silence-after
  status=CODE  status-after=CODE  locked  stale-digest  slow-task=MS
  fail-task=TEXT     the task fails with TEXT, and nothing is done
  hide-failure=TEXT  nothing is done, and only the task's log says TEXT
  warn-task=TEXT     the task complains of TEXT and ends with WARNINGS
  old-style          the text of an error stands in the reason phrase only
  node=NAME  method=POST  path=/nodes/*/qemu/**  call=3 (or 2-4, 3-, -2)
`call` counts, for each node, the calls that meet the other conditions.";

/// Run the nodes of a substrate where there are none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SimulateArguments {
    /// A substrate's directory, a host file, or `-`. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// The address that the nodes listen at.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,

    /// The port of the first node; each further one has the next. Default: ports that are free.
    #[arg(long, value_name = "PORT")]
    port_base: Option<u16>,

    /// The release that every node behaves as. Default: the one nearest to what is declared.
    #[arg(long, value_enum, value_name = "RELEASE")]
    release: Option<ReleaseName>,

    /// How much later every answer comes, in milliseconds.
    #[arg(long, value_name = "MS")]
    latency: Option<u64>,

    /// Something that goes wrong; may be given several times.
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,

    /// Write addresses, fingerprints and tokens to this file while the nodes run. Default: a temporary file.
    #[arg(long, value_name = "FILE")]
    access: Option<PathBuf>,

    #[command(flatten)]
    reading: ReadingArguments,

    /// A command to run while the nodes run, after `--`.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// A release, as it is named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReleaseName {
    /// Proxmox VE 8.4.
    #[value(name = "8.4")]
    V8,
    /// Proxmox VE 9.2.
    #[value(name = "9.2")]
    V9,
}

impl From<ReleaseName> for Release {
    fn from(name: ReleaseName) -> Self {
        match name {
            ReleaseName::V8 => Self::V8_4,
            ReleaseName::V9 => Self::V9_2,
        }
    }
}

impl SimulateArguments {
    fn faults(&self) -> impl Iterator<Item = Fault> {
        let latency = self.latency.map(|time| Fault::new(Effect::Latency(Duration::from_millis(time))));
        latency.into_iter().chain(self.faults.iter().cloned())
    }
}

/// Runs the nodes, and a command beside them or until an interrupt.
pub(crate) fn run(arguments: &SimulateArguments, program: Option<&Path>, output: &mut Output) -> Result<Exit, Failure> {
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(arguments.path.as_deref())?)?;
    let setups = node::setups(&examined.checked.substrate, arguments.release.map(Release::from))?;
    let runtime = runtime()?;
    let nodes = runtime.block_on(node::start(setups, arguments))?;
    let access = AccessFile::write(arguments.access.as_deref(), &nodes)?;
    if arguments.command.is_empty() {
        return runtime.block_on(async {
            // Who reads that the nodes run may end them.
            let mut interrupt = Interrupt::listen().map_err(Failure::NoExecutor)?;
            output.print(&shown(&nodes, &access))?;
            output.flush()?;
            interrupt.heard().await.map_err(Failure::NoExecutor)?;
            Ok(Exit::Clean)
        });
    }
    output.flush()?;
    runtime.block_on(program::run(&arguments.command, program, access.path()))
}

fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::NoExecutor)
}

fn shown(nodes: &[RunningNode], access: &AccessFile) -> String {
    let mut table = Table::new(["HOST", "NODE", "RELEASE", "ENDPOINT"]);
    for node in nodes {
        let cells = [node.host.to_string(), node.name.to_string(), node.release.to_string(), node.serving.url()];
        table.row(cells);
    }
    let file = access.path().display().to_string();
    let hint = format!("reach them with DEEVNET_ACCESS={}; Ctrl-C ends them", printable(&file));
    format!("{table}\n{}: {hint}\n", page::hint("hint"))
}
