//! The command line of deevnet as a library: what the `deevnet` command and the command of the Python package run.
//!
//! It checks an Ansible inventory and writes every identity that it implies. [`run`] takes arguments as a shell hands
//! them over and returns the exit code; [`command`] is the definition of the verbs and their options.
//!
//! ```
//! assert_eq!(deevnet_cli::run(["deevnet", "mac", "derive", "vmid", "--octet", "20", "200"], None), 0);
//! ```

mod arguments;
mod batch;
mod commands;
mod diff;
mod exit;
mod failure;
mod fix;
mod format;
mod input;
mod inventory;
mod nodes;
mod output;
mod page;
mod planning;
mod printable;
mod registry;
mod report;
mod selection;
mod survey;
mod table;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::{CommandFactory, Parser};

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::output::Output;

/// Runs the command line and returns its exit code: 0 when there is nothing to say, 2 for findings of error severity or
/// pending changes, 1 when the work could not be done, and that of the command which `deevnet simulate` was given.
///
/// The first argument is the name that the command was called by. `program` is the file that starts the command again,
/// under which `deevnet simulate -- deevnet ...` finds it; without one it is looked for as any other command.
///
/// It prints on the standard streams of the process, listens to its signals while it applies a plan or simulates nodes,
/// and reads its environment.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>, program: Option<&Path>) -> u8 {
    let exit = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => obey(&arguments, program),
        Err(usage) => refuse(&usage),
    };
    // Not every process that runs this ends with it, and nothing can be told to a closed terminal.
    drop(io::stdout().flush());
    exit.code()
}

/// The definition of the command: its verbs, their arguments, options and help.
///
/// ```
/// let command = deevnet_cli::command();
/// assert!(command.get_subcommands().any(|verb| verb.get_name() == "check"));
/// ```
pub fn command() -> clap::Command {
    Arguments::command()
}

fn obey(arguments: &Arguments, program: Option<&Path>) -> Exit {
    let mut output = Output::standard(arguments.color);
    let result = commands::run(&arguments.command, program, &mut output).and_then(|exit| {
        output.flush()?;
        Ok(exit)
    });
    result.unwrap_or_else(|failure| {
        output.fail(&failure);
        Exit::Failed
    })
}

/// Prints help and version on standard output, and a wrong usage on standard error.
fn refuse(usage: &clap::Error) -> Exit {
    // Nothing can be told to a closed terminal.
    drop(usage.print());
    if usage.use_stderr() { Exit::Failed } else { Exit::Clean }
}
