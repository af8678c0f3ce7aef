//! `deevnet registry status`: how the database is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use deevnet_core::name::DnsLabel;
use deevnet_registry::postgres::SchemaState;
use deevnet_registry::{Registry as _, RegistryError};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page;
use crate::registry::database;
use crate::table::Table;

const EXAMPLES: &str = "\
Exit codes: 0 when the database can be used, 2 when it waits for `deevnet registry
migrate`, 1 when it cannot be reached or belongs to a newer deevnet.";

/// Show where the database is, how far its tables are and how many identities it holds.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct StatusArguments {
    /// How to print it.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
}

#[derive(Serialize)]
struct Document {
    version: u32,
    database: String,
    applied_migrations: i32,
    known_migrations: i32,
    identities: BTreeMap<DnsLabel, usize>,
}

/// Shows the database.
pub(super) fn run(arguments: &StatusArguments, output: &mut Output) -> Result<Exit, Failure> {
    let mut registry = database()?;
    let state = registry.state().map_err(RegistryError::from)?;
    let mut identities: BTreeMap<DnsLabel, usize> = BTreeMap::new();
    if state.is_current() {
        for identity in registry.ledger()?.iter() {
            *identities.entry(identity.substrate.clone()).or_default() += 1;
        }
    }
    let SchemaState { applied, known, .. } = state;
    let document = Document {
        version: JSON_VERSION,
        database: registry.url().to_string(),
        applied_migrations: applied,
        known_migrations: known,
        identities,
    };
    match arguments.format {
        Format::Text => output.print(&text(&document))?,
        Format::Json => output.print_data(&to_json(&document)?)?,
    }
    if state.is_current() {
        return Ok(Exit::Clean);
    }
    output.note(&format!("{}: run `deevnet registry migrate`\n", page::hint("hint")))?;
    Ok(Exit::Findings)
}

fn text(document: &Document) -> String {
    let Document { database, applied_migrations, known_migrations, identities, .. } = document;
    let mut text = format!("{database}, migration {applied_migrations} of {known_migrations}\n");
    if !identities.is_empty() {
        let mut table = Table::new(["SUBSTRATE", "IDENTITIES"]);
        table.align_right(1);
        for (substrate, count) in identities {
            table.row([substrate.to_string(), count.to_string()]);
        }
        // Writing to a text never fails.
        let _ = write!(text, "\n{table}");
    }
    text
}
