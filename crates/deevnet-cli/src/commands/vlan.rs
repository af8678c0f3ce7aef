//! `deevnet vlan`: VLAN IDs that are free.

mod free;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  deevnet vlan free --band tenant            the next VLAN ID for a tenant
  deevnet show vlans                         every band with what is left of it";

/// Choose VLAN IDs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct VlanArguments {
    #[command(subcommand)]
    command: VlanCommand,
}

/// What to do with VLAN IDs.
#[derive(Debug, Subcommand)]
enum VlanCommand {
    Free(free::FreeArguments),
}

/// Runs a command of the verb.
pub(crate) fn run(arguments: &VlanArguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.command {
        VlanCommand::Free(arguments) => free::run(arguments, output),
    }
}
