//! `deevnet alloc`: identities for the hosts that have none.

mod existing;
mod report;
mod unread;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use deevnet_core::Finding;
use deevnet_core::allocate::{Batch, Ledger, Request, TakenList, allocate, obstacles};
use deevnet_inventory::Inventory;
use deevnet_registry::{Recovery, Registry, RegistryError};

use self::unread::Unread;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::Format;
use crate::input;
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::nodes::{self, NodeArguments};
use crate::output::Output;
use crate::page::{self, count};
use crate::printable::printable;
use crate::registry::{RegistryKind, database, inventory};
use crate::survey;

/// How the command names itself to those who wait for it.
const COMMAND: &str = "deevnet alloc";

const EXAMPLES: &str = "\
Examples:
  deevnet alloc                              the inventory in this directory
  deevnet alloc --dry-run                    show what would be written
  deevnet alloc --observe                    ask the nodes first what exists there
  deevnet alloc inventories/home --survey survey.json --taken reserved.txt

A host with `mgmt_vm` whose VMID is 0 or absent is given the lowest VMID of
`deevnet_mgmt_vmid_range` that nothing holds, and the MAC address derived from
it, in host_vars/<host>/identity.yml. An interface with `mac_policy: hash` is
given the address derived from its name. All files are written or none, and
what a host has is never changed.

A survey is what `deevnet observe --out FILE` writes, or the short form
{\"nodes\": {\"hv01\": [100, 101], \"hv02\": []}}. It must cover every hypervisor
that is declared and miss nothing there. A list of taken VMIDs has one a line,
or is JSON.

Exit codes: 0 when all is allocated, 2 with --dry-run and changes pending or
with errors that make it unknown what is taken, 1 when it could not be done.";

/// Give VMIDs and MAC addresses to the hosts that have none.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AllocArguments {
    /// A substrate's directory or a host file. Default: the current directory.
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// Leave out the VMIDs in this file; may be given several times.
    #[arg(long, value_name = "FILE")]
    taken: Vec<PathBuf>,

    /// Leave out the VMIDs that this survey found on the nodes.
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,

    /// Ask the nodes now, and leave out the VMIDs that exist there.
    #[arg(long, conflicts_with = "survey")]
    observe: bool,

    #[command(flatten)]
    nodes: NodeArguments,

    /// Show what would be written as a diff, and write nothing.
    #[arg(long)]
    dry_run: bool,

    /// Wait so long for another process that is changing the inventory.
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = clap::value_parser!(u32))]
    wait: u32,

    /// What keeps the identities; the inventory is written in any case.
    #[arg(long, value_enum, default_value_t, value_name = "REGISTRY")]
    registry: RegistryKind,

    /// How to print the result.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

/// Allocates what is missing.
pub(crate) fn run(arguments: &AllocArguments, output: &mut Output) -> Result<Exit, Failure> {
    let path = arguments.path.as_deref();
    let patience = Duration::from_secs(u64::from(arguments.wait));
    let mut files = inventory(path, &arguments.reading, COMMAND)?.waiting(patience);
    if !arguments.dry_run {
        tell_recovery(files.recover()?, output)?;
    }
    let examined = Examiner::new(&arguments.reading, false)?.examine(&Origin::one(path)?)?;
    let found = obstacles(&examined.checked.findings);
    if !found.is_empty() {
        return refuse(&found, output);
    }
    let mut request = Request::of(&examined.checked.substrate).map_err(RegistryError::from)?;
    for file in &arguments.taken {
        request.take_all(&read_taken(file)?);
    }
    if let Some(file) = &arguments.survey {
        let existing = existing::read(file, request.nodes())?;
        request.survey(existing);
    }
    if arguments.observe {
        let clients = nodes::clients(&examined, &arguments.nodes, output)?;
        let survey = survey::ask(&clients, &examined.checked.substrate)?;
        request.survey(existing::of(&survey, request.nodes())?);
    }
    let mut registry: Box<dyn Registry> = match arguments.registry {
        RegistryKind::Inventory => Box::new(files.clone()),
        RegistryKind::Postgres => Box::new(database()?),
    };
    if arguments.dry_run {
        let batch = allocate(&request, &registry.ledger()?).map_err(RegistryError::from)?;
        let unread = unread(arguments, &batch)?;
        let news = report::News { request: &request, batch: &batch, unread: &unread };
        return news.preview(&files.changes(&batch)?, arguments.format, output);
    }
    if arguments.registry == RegistryKind::Postgres {
        // Whoever shares the database may have an inventory that does not yet declare what this one does.
        registry.import(&Ledger::of(&examined.checked.substrate).map_err(RegistryError::from)?)?;
    }
    let mut batch = registry.allocate(&request)?;
    let written = match arguments.registry {
        RegistryKind::Inventory => {
            // Another process gave these and wrote them meanwhile.
            batch.kept.clear();
            files.files_of(&batch)
        }
        RegistryKind::Postgres => files.write(&batch)?,
    };
    let unread = unread(arguments, &batch)?;
    report::News { request: &request, batch: &batch, unread: &unread }.told(&written, arguments.format, output)
}

/// The hosts that do not read what they are given.
fn unread(arguments: &AllocArguments, batch: &Batch) -> Result<Vec<Unread>, Failure> {
    match Origin::one(arguments.path.as_deref())? {
        Origin::Inventory(path) if !batch.is_empty() => {
            let options = Examiner::new(&arguments.reading, false)?.into_options();
            Ok(Unread::of(&Inventory::read(&path, &options)?, batch))
        }
        _ => Ok(Vec::new()),
    }
}

fn read_taken(file: &Path) -> Result<TakenList, Failure> {
    let text = read(file)?;
    Ok(TakenList::parse(&file.display().to_string(), &text)?)
}

fn read(file: &Path) -> Result<String, Failure> {
    input::read_text(file).map_err(|source| Failure::Unreadable { name: format!("`{}`", file.display()), source })
}

fn tell_recovery(recovery: Option<Recovery>, output: &mut Output) -> Result<(), Failure> {
    match recovery {
        None => Ok(()),
        Some(Recovery::Finished { files }) => {
            output.note(&format!("Finished a change of {} that had been stopped.\n", count(files.len(), "file")))
        }
        Some(_) => output.note("Took back a change that had been stopped before it counted.\n"),
    }
}

/// Says what makes it unknown which identities are taken.
fn refuse(obstacles: &[&Finding], output: &mut Output) -> Result<Exit, Failure> {
    for finding in obstacles {
        let place = finding.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
        let told = format!("{}{} [{}]", place.unwrap_or_default(), finding.message, finding.rule.code);
        output.note(&format!("{}: {}\n", page::error("error"), printable(&told)))?;
        if let Some(hint) = &finding.hint {
            output.note(&format!("{}: {}\n", page::hint("hint"), printable(hint)))?;
        }
    }
    let (errors, verb) = (count(obstacles.len(), "error"), if obstacles.len() == 1 { "makes" } else { "make" });
    output.note(&format!("Nothing allocated: {errors} of the inventory {verb} it unknown what is taken.\n"))?;
    Ok(Exit::Findings)
}
