//! `deevnet registry release`: identities of hosts that are no more.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use deevnet_core::allocate::{AllocateError, Identity};
use deevnet_core::nearest;
use deevnet_registry::{Registry, RegistryError};
use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::{Examiner, Origin, ReadingArguments};
use crate::output::Output;
use crate::page;
use crate::printable::printable;
use crate::registry::database;

const EXAMPLES: &str = "\
Examples:
  deevnet registry release git-vm01          a guest that was removed here and on its node
  deevnet registry release git-vm01 --inventory inventories/home

A database keeps the identity of a host until it is released, since a host that
is missing in one inventory may stand in another.";

/// Let the database give the VMIDs of hosts that are no more to others.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReleaseArguments {
    /// The hosts, which the inventory does not declare any more.
    #[arg(required = true, value_name = "HOST")]
    hosts: Vec<Arc<str>>,

    /// The substrate's directory or a host file. Default: the current directory.
    #[arg(long, value_name = "PATH")]
    inventory: Option<PathBuf>,

    /// How to print what was released.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArguments,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    released: &'a [Identity],
}

/// Releases identities.
pub(super) fn run(arguments: &ReleaseArguments, output: &mut Output) -> Result<Exit, Failure> {
    let origin = Origin::one(arguments.inventory.as_deref())?;
    let examined = Examiner::new(&arguments.reading, false)?.examine(&origin)?;
    let substrate = &examined.checked.substrate;
    let hosts: BTreeSet<Arc<str>> = arguments.hosts.iter().cloned().collect();
    if let Some(host) = hosts.iter().find(|host| substrate.hosts.contains_key(*host)) {
        return Err(Failure::StillDeclared { host: host.to_string() });
    }
    let name = substrate.name.as_ref().ok_or(AllocateError::Unnamed).map_err(RegistryError::from)?;
    let mut database = database()?;
    let registered = database.ledger()?;
    if let Some(host) = hosts.iter().find(|host| registered.get(&name.value, host).is_none()) {
        let known = registered.iter().filter(|identity| identity.substrate == name.value);
        let meant = nearest(host, known.map(|identity| &*identity.host)).map(str::to_owned);
        return Err(Failure::NotRegistered { host: host.to_string(), substrate: name.value.to_string(), meant });
    }
    let released = database.release(&name.value, &hosts)?;
    match arguments.format {
        Format::Json => output.print_data(&to_json(&Document { version: JSON_VERSION, released: &released })?)?,
        Format::Text => {
            for Identity { substrate, host, vmid, mac, .. } in &released {
                let line = format!("{host} of {substrate}: VMID {vmid}, MAC {mac}");
                output.print(&format!("{} {}\n", page::strong("-"), printable(&line)))?;
            }
            output.print(&format!("{} released\n", released.len()))?;
        }
    }
    Ok(Exit::Clean)
}
