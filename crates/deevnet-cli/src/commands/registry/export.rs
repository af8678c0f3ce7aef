//! `deevnet registry export`: every identity that a registry holds.

use std::path::PathBuf;

use clap::Args;
use deevnet_registry::FileBatch;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::to_json;
use crate::inventory::ReadingArguments;
use crate::output::Output;
use crate::registry::RegistryKind;

const EXAMPLES: &str = "\
Examples:
  deevnet registry export inventories/home --out home.json
  deevnet registry export --from postgres";

/// Print every identity that a registry holds, as JSON that `import` reads.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExportArguments {
    /// What keeps the identities.
    #[arg(long, value_enum, default_value_t, value_name = "REGISTRY")]
    from: RegistryKind,

    /// A substrate's directory or a host file, for an inventory. Default: the current directory.
    path: Option<PathBuf>,

    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Exports the identities.
pub(super) fn run(arguments: &ExportArguments, output: &mut Output) -> Result<Exit, Failure> {
    let path = arguments.path.as_deref();
    let ledger = arguments.from.open(path, &arguments.reading, "deevnet registry export")?.export()?;
    let json = to_json(&ledger)?;
    match &arguments.out {
        Some(file) => {
            let mut batch = FileBatch::default();
            batch.overwrite(file, json);
            batch.write()?;
        }
        None => output.print_data(&json)?,
    }
    Ok(Exit::Clean)
}
