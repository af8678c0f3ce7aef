//! `cargo xtask explore`: looks for what the property tests have not found yet.

use std::process::ExitCode;

use super::Command;
use crate::failure::Failure;
use crate::suite::rust;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command =
    Command { name: "explore", summary: "Run the Rust tests with new random cases, and more of them", help: HELP, run };

const HELP: &str = "
usage: cargo xtask explore [CASES]

`cargo xtask test` gives its property tests the same cases every time, so that a change is judged alike wherever it is
tested. Here every run draws other ones: CASES for each property, 4096 unless told. A failure is saved in a
`proptest-regressions` folder beside the code and is from then on part of every run: fix it and commit both.

It takes from minutes up, and is worth a night.
";

/// How many cases a property is given where nothing is said.
const CASES: u32 = 4096;

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    let cases = match arguments {
        [] => CASES,
        [given, ..] => {
            given.parse().map_err(|_| Failure::Usage { given: given.clone(), expected: "a number of cases" })?
        }
    };
    rust::explore(workspace, cases)?;
    Ok(ExitCode::SUCCESS)
}
