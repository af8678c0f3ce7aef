//! `deevnet tenant`: adding, removing and listing tenants.

mod add;
mod list;
mod numbers;
mod refusal;
mod remove;
mod users;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use deevnet_registry::{TenantInventory, Writing};

pub(crate) use list::table;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;

/// How the command names itself to those who wait for it.
const COMMAND: &str = "deevnet tenant";

const EXAMPLES: &str = "\
Examples:
  deevnet tenant list
  deevnet tenant add music --dry-run         show what would be written
  deevnet tenant add music --class experiment
  deevnet tenant remove music

A tenant is given the lowest free index and, on VLANs, the lowest free VLAN of
the tenant band with a segment. Where `deevnet_tenant_numbering` is declared it
is an overlay instead, and everything follows from the index.

Exit codes: 0 when nothing is left to do, 2 with --dry-run and changes pending,
when a tenant is still in use or errors make that unknown, 1 when it could not
be done.";

/// Add, remove and list tenants.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct TenantArguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Add(add::AddArguments),
    Remove(remove::RemoveArguments),
    List(list::ListArguments),
}

/// How the inventory is changed, the same for every verb that does.
#[derive(Debug, Args)]
struct ChangeArguments {
    /// A substrate's directory or a host file. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Show what would be written as a diff, and write nothing.
    #[arg(long)]
    dry_run: bool,

    /// Wait so long for another process that is changing the inventory.
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = clap::value_parser!(u32))]
    wait: u32,

    /// How to print the result.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

impl ChangeArguments {
    /// The inventory that is changed.
    fn inventory(&self) -> Result<TenantInventory, Failure> {
        match Origin::one(self.path.as_deref())? {
            Origin::Inventory(path) => {
                let options = Examiner::new(&self.reading, false)?.into_options();
                let patience = Duration::from_secs(u64::from(self.wait));
                Ok(TenantInventory::new(path, options).for_command(COMMAND).waiting(patience))
            }
            list => Err(Failure::Uneditable { name: list.name() }),
        }
    }

    fn writing(&self) -> Writing {
        if self.dry_run { Writing::Planned } else { Writing::Done }
    }
}

/// Runs one of the verbs.
pub(crate) fn run(arguments: &TenantArguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.verb {
        Verb::Add(arguments) => add::run(arguments, output),
        Verb::Remove(arguments) => remove::run(arguments, output),
        Verb::List(arguments) => list::run(arguments, output),
    }
}
