//! `cargo xtask bench`: what `deevnet` costs, beside its rivals and the least it could cost.

use std::process::ExitCode;

use super::Command;
use crate::bench::{Measurement, SUBJECTS, Table, generate};
use crate::failure::Failure;
use crate::setup::virtual_environment;
use crate::suite::python;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command =
    Command { name: "bench", summary: "Measure deevnet and its rivals on generated inventories", help: HELP, run };

const HELP: &str = "
usage: cargo xtask bench [--quick]

Generates inventories of 100, 1 000, 10 000 and 100 000 hosts, always from the same seed, and measures on them:

  floor                 reading the same files and running the bare YAML event parser over them, one thread
  deevnet               load, check and every emitter, in one process
  PyYAML lists          a careful script on PyYAML's C loader that builds the DHCP and DNS lists, and the same
                        with Python's garbage collector off
  ansible-inventory     `ansible-inventory --list`
  playbook              the same lists built with Jinja loops over hostvars (100 hosts only)

CPU seconds are user and system time of all threads and children; every figure is the median of several runs.
Then come policies of 4 000 zones and of 10 000 rules, surveys of 1 000 machines beside proxmoxer's on the same simulated
node, plans of up to 10 000 machines that change nothing, MAC derivation in Rust and from Python, allocation and how many identities it leaves as they are, and the
registry in PostgreSQL under 32 writers. It takes some
minutes, most of them in Ansible; --quick stops at 1 000 hosts.
";

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// The client that surveys are held against, with what it speaks HTTPS by.
const PROXMOXER: [&str; 2] = ["proxmoxer==2.2.0", "requests==2.32.5"];

/// The largest inventory of a quick run.
const QUICK: usize = 1_000;

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    let largest = largest(arguments)?;
    virtual_environment::ensure(workspace)?;
    workspace
        .cargo()
        .args(["build", "--locked", "--profile", "release", "--package", "deevnet-benches", "--bins"])
        .run()?;
    let mut table = Table::default();
    for hosts in SIZES.into_iter().filter(|hosts| *hosts <= largest) {
        measure(workspace, hosts, &mut table)?;
    }
    println!("\n{table}");
    workspace.program(workspace.measured("policy")).run()?;
    nodes(workspace)?;
    derivation(workspace)?;
    allocation(workspace)?;
    registry(workspace)?;
    Ok(ExitCode::SUCCESS)
}

fn largest(arguments: &[String]) -> Result<usize, Failure> {
    match arguments {
        [] => Ok(usize::MAX),
        [only] if only == "--quick" => Ok(QUICK),
        [.., given] => Err(Failure::Usage { given: given.clone(), expected: "an option of `cargo xtask bench`" }),
    }
}

fn measure(workspace: &Workspace, hosts: usize, table: &mut Table) -> Result<(), Failure> {
    let inventory = generate(workspace, hosts)?;
    for subject in &SUBJECTS {
        let Some(runs) = subject.runs(hosts) else { continue };
        println!("{} on {hosts} hosts, {runs} runs", subject.name);
        table.add(hosts, subject.name, Measurement::take(workspace, subject, &inventory, runs)?);
    }
    Ok(())
}

/// Times surveys of simulated nodes beside proxmoxer's, what latency costs, and plans that find nothing to do.
fn nodes(workspace: &Workspace) -> Result<(), Failure> {
    virtual_environment::install(workspace)?.args(PROXMOXER).run()?;
    println!("\nSurvey of 1 000 machines, every answer 10 ms late:");
    workspace
        .program(workspace.measured("nodes"))
        .args(["1000", "10"])
        .arg(workspace.tool("python"))
        .arg(workspace.path("benches/compare/surveys.py"))
        .arg(workspace.measured("survey"))
        .arg("3")
        .run()?;
    workspace.program(workspace.measured("latency")).run()?;
    workspace.program(workspace.measured("no_op_plan")).run()
}

/// Times allocation, and counts whose identity stays when hosts are added and removed.
fn allocation(workspace: &Workspace) -> Result<(), Failure> {
    workspace
        .cargo()
        .args(["bench", "--locked", "--quiet", "--package", "deevnet-benches", "--bench", "allocate"])
        .run()
}

/// Times the registry in PostgreSQL under many writers.
fn registry(workspace: &Workspace) -> Result<(), Failure> {
    workspace
        .cargo()
        .args(["bench", "--locked", "--quiet", "--package", "deevnet-benches", "--bench", "registry"])
        .run()
}

/// Times MAC derivation, from Rust and from Python.
fn derivation(workspace: &Workspace) -> Result<(), Failure> {
    workspace.cargo().args(["bench", "--locked", "--quiet", "--package", "deevnet-benches", "--bench", "mac"]).run()?;
    python::install_wheel(workspace, "release")?;
    workspace.python().arg(workspace.path("benches/compare/derive_million.py")).run()
}
