//! The verbs, one file each.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod emit;
pub(crate) mod mac;
pub(crate) mod rule;
pub(crate) mod schema;
pub(crate) mod show;

use crate::arguments::Command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Runs a verb.
pub(crate) fn run(command: &Command, output: &mut Output) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments, output),
        Command::Show(arguments) => show::run(arguments, output),
        Command::Emit(arguments) => emit::run(arguments, output),
        Command::Mac(arguments) => mac::run(arguments, output),
        Command::Rule(arguments) => rule::run(arguments, output),
        Command::Schema(arguments) => schema::run(arguments, output),
        Command::Completions(arguments) => completions::run(arguments, output),
    }
}
