//! `cargo xtask docs`: what the documentation says that a program can say better.

use std::process::ExitCode;

use super::{Command, take_none};
use crate::failure::Failure;
use crate::setup::virtual_environment;
use crate::suite::{python, rust};
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "docs",
    summary: "Write the generated pages of docs/, and what commands print into the others",
    help: "
usage: cargo xtask docs

Writes docs/rules from the rules and docs/reference/cli.md from the command's definition. Then it runs every block of
the documentation and rewrites the output that is shown where a command prints something else by now; an elision
(`...`) stays. Read the difference before it is committed.

`cargo xtask test` does the same and writes nothing: a difference is a failure.
",
    run,
};

fn run(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode, Failure> {
    take_none(arguments)?;
    virtual_environment::ensure(workspace)?;
    rust::build(workspace)?;
    rust::write_documentation(workspace)?;
    python::wheel(workspace)?;
    python::write_documentation(workspace)?;
    Ok(ExitCode::SUCCESS)
}
