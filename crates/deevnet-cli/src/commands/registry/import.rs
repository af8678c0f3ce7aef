//! `deevnet registry import`: identities that another registry gave.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use deevnet_core::allocate::{Identity, Ledger};
use deevnet_registry::Import;
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::input;
use crate::inventory::ReadingArguments;
use crate::output::Output;
use crate::page;
use crate::registry::RegistryKind;

const EXAMPLES: &str = "\
Examples:
  deevnet registry import --to postgres home.json
  deevnet registry export --from postgres | deevnet registry import --to inventory

All identities are taken over or, when one contradicts what is there, none. What
is there already changes nothing, so that it is safe to repeat.";

/// Take over identities that another registry gave; all of them or none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ImportArguments {
    /// What is to keep the identities.
    #[arg(long, value_enum, value_name = "REGISTRY")]
    to: RegistryKind,

    /// What `export` printed; without it, or with `-`, from standard input.
    #[arg(default_value = "-")]
    file: PathBuf,

    /// A substrate's directory or a host file, for an inventory. Default: the current directory.
    path: Option<PathBuf>,

    /// How to print what became of them.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Imports the identities.
pub(super) fn run(arguments: &ImportArguments, output: &mut Output) -> Result<Exit, Failure> {
    let ledger = read(&arguments.file)?;
    let path = arguments.path.as_deref();
    let import = arguments.to.open(path, &arguments.reading, "deevnet registry import")?.import(&ledger)?;
    match arguments.format {
        Format::Text => output.print(&text(&import))?,
        Format::Json => output.print_data(&document(&import)?)?,
    }
    Ok(Exit::Clean)
}

fn read(file: &Path) -> Result<Ledger, Failure> {
    let is_standard_input = file == Path::new("-");
    let name = if is_standard_input { "standard input".to_owned() } else { format!("`{}`", file.display()) };
    let text = if is_standard_input { input::read_standard_text() } else { input::read_text(file) };
    match text {
        Ok(text) => serde_json::from_str(&text).map_err(|source| Failure::NoLedger { name, source }),
        Err(source) => Err(Failure::Unreadable { name, source }),
    }
}

/// One line an identity that was taken over, then how many there were of each kind.
fn text(import: &Import) -> String {
    let mut text = String::new();
    for Identity { substrate, host, vmid, mac, .. } in &import.new {
        // Writing to a text never fails.
        let _ = writeln!(text, "{} {host} of {substrate}: VMID {vmid}, MAC {mac}", page::strong("+"));
    }
    let _ = write!(text, "{} taken over, {} kept", import.new.len(), import.kept.len());
    if !import.left_out.is_empty() {
        let _ = write!(text, ", {} left out: no host here waits for them", import.left_out.len());
    }
    text.push('\n');
    for Identity { substrate, host, vmid, mac, .. } in &import.left_out {
        let _ = writeln!(text, "  {host} of {substrate}: VMID {vmid}, MAC {mac}");
    }
    text
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    new: &'a [Identity],
    kept: &'a [Identity],
    left_out: &'a [Identity],
}

fn document(import: &Import) -> Result<String, serde_json::Error> {
    let Import { new, kept, left_out, .. } = import;
    to_json(&Document { version: JSON_VERSION, new, kept, left_out })
}
