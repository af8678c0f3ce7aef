//! `deevnet registry migrate`: the database made ready.

use clap::Args;
use deevnet_registry::RegistryError;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::registry::database;

const EXAMPLES: &str = "\
Examples:
  DEEVNET_DATABASE_URL='postgresql:///deevnet?host=/run/postgresql' deevnet registry migrate

The tables are in the schema `deevnet`. All steps are one transaction; repeating
them changes nothing, and a database of a newer deevnet is refused.";

/// Create or bring up to date the registry's tables in the database.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct MigrateArguments {
    /// How to print what was done.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Serialize)]
struct Document {
    version: u32,
    database: String,
    before: i32,
    after: i32,
}

/// Migrates the database.
pub(super) fn run(arguments: &MigrateArguments, output: &mut Output) -> Result<Exit, Failure> {
    let registry = database()?;
    let before = registry.migrate().map_err(RegistryError::from)?;
    let database = registry.url().to_string();
    match arguments.format {
        Format::Json => {
            let document = Document { version: JSON_VERSION, database, before: before.applied, after: before.known };
            output.print_data(&to_json(&document)?)?;
        }
        Format::Text if before.is_current() => {
            output.print(&format!("{database} is at migration {} already\n", before.known))?;
        }
        Format::Text => {
            output.print(&format!("{database} went from migration {} to {}\n", before.applied, before.known))?;
        }
    }
    Ok(Exit::Clean)
}
