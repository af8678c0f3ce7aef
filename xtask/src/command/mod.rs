//! The commands, one file each, and how a command line finds its command.

mod bench;
mod ci;
mod docs;
mod explore;
mod msrv;
mod package;
mod stubs;
mod test;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// A command of the task runner.
struct Command {
    name: &'static str,
    summary: &'static str,
    help: &'static str,
    run: fn(&Workspace, &[String]) -> Result<ExitCode, Failure>,
}

const COMMANDS: [&Command; 8] = [
    &test::COMMAND,
    &explore::COMMAND,
    &bench::COMMAND,
    &stubs::COMMAND,
    &docs::COMMAND,
    &package::COMMAND,
    &msrv::COMMAND,
    &ci::COMMAND,
];

/// Runs the command that the arguments name.
pub(crate) fn dispatch(arguments: &[String]) -> Result<ExitCode, Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", overview());
        return Ok(ExitCode::FAILURE);
    };
    if is_help(name) {
        print!("{}", overview());
        return Ok(ExitCode::SUCCESS);
    }
    let command = COMMANDS
        .into_iter()
        .find(|command| command.name == name)
        .ok_or_else(|| Failure::Usage { given: name.clone(), expected: "a command of `cargo xtask`" })?;
    if rest.iter().any(|argument| is_help(argument)) {
        println!("{}\n\n{}", command.summary, command.help.trim());
        return Ok(ExitCode::SUCCESS);
    }
    (command.run)(&Workspace::locate(), rest)
}

fn is_help(argument: &str) -> bool {
    matches!(argument, "--help" | "-h" | "help")
}

fn overview() -> String {
    use std::fmt::Write as _;
    let mut text = String::from("Tasks of the deevnet workspace.\n\nusage: cargo xtask <command>\n\n");
    for command in COMMANDS {
        let _ = writeln!(text, "  {:<8}{}", command.name, command.summary);
    }
    text.push_str("\n`cargo xtask <command> --help` says what a command does and what it needs.\n");
    text
}

/// Refuses arguments given to a command that takes none.
fn take_none(arguments: &[String]) -> Result<(), Failure> {
    arguments.first().map_or(Ok(()), |given| {
        Err(Failure::Usage { given: given.clone(), expected: "expected here: this command takes no arguments" })
    })
}
