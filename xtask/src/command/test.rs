//! `cargo xtask test`: sets everything up and runs everything.

use std::process::ExitCode;

use super::{Command, msrv, stubs, take_none};
use crate::failure::Failure;
use crate::report::Report;
use crate::setup::{collection, packages, toolchain, unpacked, virtual_environment};
use crate::step::Step;
use crate::suite::{python, rust};
use crate::workspace::Workspace;

pub(super) const COMMAND: Command =
    Command { name: "test", summary: "Set up what is missing, then run every check and every test", help: HELP, run };

const HELP: &str = "
usage: cargo xtask test

Needs cargo, Python 3.11 or newer with pip, and git. The rest it sets up:

  - rustfmt and clippy, through rustup
  - as root on Debian: chromium, dnsmasq-base, kea-dhcp4-server and bind9-utils, without starting a service;
    as anybody else this is skipped, and the tests that want these tools say SKIPPED
  - on Debian: cloud-init, ifupdown2 and netplan.io, unpacked into target/unpacked and not installed,
    because they would take over the machine's network
  - .venv in the repository with the pinned tools of tests/requirements.txt (ansible-core, maturin, mypy,
    proxmoxer, pytest); kept as long as that file does not change
  - in it the collection community.proxmox, out of the package ansible

Then it runs the formatter, the linter, the documentation, the Rust tests and doctests, builds and installs the
Python wheel, compares the stubs, and runs mypy, stubtest, pytest, the docstring examples and the playbooks.

Every step runs that can run. A table of steps comes at the end, and the last line counts them:

  22 passed, 0 failed

Tests find the tools through DEEVNET_VENV (the virtual environment), DEEVNET_BIN (the built command)
and DEEVNET_UNPACKED (the unpacked packages).
";

const PYTHON_ENVIRONMENT: &str = "python environment";
const WHEEL: &str = "python wheel";
const BUILT_COMMAND: &str = "deevnet command";

const STEPS: [Step; 22] = [
    step("rust toolchain", &[], toolchain::ensure),
    step("system packages", &[], packages::ensure),
    step("unpacked packages", &[], unpacked::ensure),
    step(PYTHON_ENVIRONMENT, &[], virtual_environment::ensure),
    step("ansible collection", &[PYTHON_ENVIRONMENT], collection::ensure),
    step("rust format", &[], rust::format),
    step("rust lints", &[PYTHON_ENVIRONMENT], rust::lint),
    step("rust documentation", &[PYTHON_ENVIRONMENT], rust::document),
    step("rust version", &[], msrv::check),
    step(BUILT_COMMAND, &[], rust::build),
    step("rust tests", &[], rust::test),
    step("rust doctests", &[], rust::doctest),
    step(WHEEL, &[PYTHON_ENVIRONMENT], python::wheel),
    step("python stubs", &[PYTHON_ENVIRONMENT], stubs::check),
    step("python types", &[PYTHON_ENVIRONMENT], python::types),
    step("python stubtest", &[WHEEL], python::stubtest),
    step("python tests", &[WHEEL], python::test),
    step("python doctests", &[WHEEL], python::doctest),
    step("reports in a browser", &[BUILT_COMMAND, PYTHON_ENVIRONMENT], python::report),
    step("ansible playbooks", &[WHEEL], python::ansible),
    step("collection plugins", &[WHEEL, BUILT_COMMAND], python::collection),
    step("documentation blocks", &[WHEEL], python::documentation),
];

const fn step(
    name: &'static str,
    needs: &'static [&'static str],
    action: fn(&Workspace) -> Result<crate::step::Verdict, Failure>,
) -> Step {
    Step { name, needs, action }
}

/// Runs all steps and prints the report; its last line is the counts.
pub(super) fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    take_none(arguments)?;
    let mut report = Report::default();
    for step in &STEPS {
        report.run(step, workspace);
    }
    println!("\n=== summary ===\n{report}");
    Ok(if report.succeeded() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
