//! The verbs, one file each.

pub(crate) mod alloc;
pub(crate) mod apply;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod drift;
pub(crate) mod emit;
pub(crate) mod mac;
pub(crate) mod man;
pub(crate) mod observe;
pub(crate) mod plan;
pub(crate) mod registry;
pub(crate) mod report;
pub(crate) mod rule;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod simulate;
pub(crate) mod tenant;
pub(crate) mod trust;
pub(crate) mod vlan;

use std::path::Path;

use crate::arguments::Command;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Runs a verb; `program` is the file that starts this command.
pub(crate) fn run(command: &Command, program: Option<&Path>, output: &mut Output) -> Result<Exit, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments, output),
        Command::Show(arguments) => show::run(arguments, output),
        Command::Tenant(arguments) => tenant::run(arguments, output),
        Command::Alloc(arguments) => alloc::run(arguments, output),
        Command::Emit(arguments) => emit::run(arguments, output),
        Command::Mac(arguments) => mac::run(arguments, output),
        Command::Observe(arguments) => observe::run(arguments, output),
        Command::Plan(arguments) => plan::run(arguments, output),
        Command::Apply(arguments) => apply::run(arguments, output),
        Command::Drift(arguments) => drift::run(arguments, output),
        Command::Simulate(arguments) => simulate::run(arguments, program, output),
        Command::Registry(arguments) => registry::run(arguments, output),
        Command::Report(arguments) => report::run(arguments, output),
        Command::Rule(arguments) => rule::run(arguments, output),
        Command::Schema(arguments) => schema::run(arguments, output),
        Command::Trust(arguments) => trust::run(arguments, output),
        Command::Vlan(arguments) => vlan::run(arguments, output),
        Command::Completions(arguments) => completions::run(arguments, output),
        Command::Man(arguments) => man::run(arguments, output),
    }
}
