//! The nodes that a verb speaks with: where they are, who is trusted there, and who asks.

mod notice;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use deevnet_access::{AccessError, AccessFile, NodeFault, resolve};
use deevnet_core::model::Endpoint;
use deevnet_proxmox::client::{Client, ClientOptions};

use crate::failure::{Complaint, Failure, causes};
use crate::inventory::Examined;
use crate::output::Output;
use crate::page;
use crate::printable::printable;

/// How nodes are reached, the same for every verb that speaks with them.
#[derive(Debug, Clone, Args)]
pub(crate) struct NodeArguments {
    /// Read endpoints, trust and credentials of nodes from this file. Default: the one that `DEEVNET_ACCESS` names.
    #[arg(long, value_name = "FILE")]
    access: Option<PathBuf>,
}

impl NodeArguments {
    /// The access file; without one, an empty one.
    pub(crate) fn access(&self) -> Result<AccessFile, Failure> {
        Ok(AccessFile::find(self.access.as_deref()).map_err(AccessError::from)?)
    }
}

/// A client of every declared hypervisor, by its inventory hostname.
///
/// What an access file says of a node goes before the environment, and that before the inventory. A node whose certificate
/// is not verified is warned of, every time.
///
/// # Errors
/// When a node has no endpoint, no credentials, or nothing to trust; all of it is told.
pub(crate) fn clients(
    examined: &Examined,
    arguments: &NodeArguments,
    output: &mut Output,
) -> Result<BTreeMap<Arc<str>, Client>, Failure> {
    let access = arguments.access()?;
    let nodes = resolve(&examined.checked.substrate, &examined.folder(), &access, || examined.secrets())?;
    let (mut clients, mut faults) = (BTreeMap::new(), Vec::new());
    for (host, node) in nodes {
        if node.is_unverified() {
            warn(&host, &node.target().endpoint, output);
        }
        match node.client(ClientOptions::default().watched_by(notice::printer(&host))) {
            Ok(client) => drop(clients.insert(host, client)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(clients) } else { Err(AccessError::Nodes(faults).into()) }
}

/// Why a node cannot be asked, with the way out.
pub(crate) fn complaint(fault: &NodeFault) -> Complaint {
    Complaint { message: fault.to_string(), causes: causes(fault), hint: fault.hint() }
}

/// Says that a node is not verified. A standard error that cannot be written to is not reported anywhere.
fn warn(host: &str, endpoint: &Endpoint, output: &mut Output) {
    let told = format!("the certificate of {host} ({endpoint}) is not verified: anybody between can read its token");
    let hint = format!("pin it with `deevnet trust --node {host}`");
    drop(output.note(&format!(
        "{}: {}\n{}: {}\n",
        page::warning("warning"),
        printable(&told),
        page::hint("hint"),
        printable(&hint)
    )));
}
