//! `deevnet registry`: where allocated identities are kept, and how they move from one place to another.

mod export;
mod import;
mod migrate;
mod release;
mod status;

use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Examples:
  export DEEVNET_DATABASE_URL='postgresql://deevnet:...@db.example.net/deevnet'
  deevnet registry migrate
  deevnet registry export inventories/home | deevnet registry import --to postgres
  deevnet registry export --from postgres | deevnet registry import --to inventory
  deevnet registry status

Without `sslmode` in the URL, the server's certificate is verified unless it is on this machine.";

/// Move allocated identities between the inventory and a PostgreSQL database.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RegistryArguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Export(export::ExportArguments),
    Import(import::ImportArguments),
    Status(status::StatusArguments),
    Migrate(migrate::MigrateArguments),
    Release(release::ReleaseArguments),
}

/// Runs one of the verbs.
pub(crate) fn run(arguments: &RegistryArguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Export(arguments) => export::run(arguments, output),
        Verb::Import(arguments) => import::run(arguments, output),
        Verb::Status(arguments) => status::run(arguments, output),
        Verb::Migrate(arguments) => migrate::run(arguments, output),
        Verb::Release(arguments) => release::run(arguments, output),
    }
}
