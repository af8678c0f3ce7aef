//! The nodes that a verb speaks with: where they are, who is trusted there, and who asks.

mod access;
mod environment;
mod fault;
mod notice;
mod target;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use deevnet_core::model::{Endpoint, Host, Hypervisor};
use deevnet_proxmox::client::{Client, ClientOptions, Credentials, HttpsTransport, Trust};
use deevnet_proxmox::transport::Transport;
use secrecy::SecretString;

pub(crate) use self::access::AccessFile;
use self::environment::Environment;
pub(crate) use self::fault::{AccessFileError, NodeFault};
pub(crate) use self::target::Target;
use crate::failure::Failure;
use crate::inventory::Examined;
use crate::output::Output;
use crate::page;
use crate::printable::printable;

/// The variable that names the access file where the command line does not.
const ACCESS_VARIABLE: &str = "DEEVNET_ACCESS";

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
        let path = self.access.clone().or_else(|| std::env::var_os(ACCESS_VARIABLE).map(PathBuf::from));
        let path = path.filter(|path| !path.as_os_str().is_empty());
        Ok(path.map_or_else(|| Ok(AccessFile::default()), |path| AccessFile::read(&path))?)
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
    let folder = examined.folder();
    let doors: Vec<(Arc<str>, Result<Door, NodeFault>)> = {
        let mut vault = Vault::new(examined);
        let hypervisors = examined.checked.substrate.hypervisors();
        hypervisors
            .map(|(host, own)| (Arc::clone(&host.name), Door::of(host, own, &access, &folder, &mut vault)))
            .collect()
    };
    if doors.is_empty() {
        return Err(Failure::NoHypervisor);
    }
    let (mut clients, mut faults) = (BTreeMap::new(), Vec::new());
    for (host, door) in doors {
        match door.and_then(|door| door.client(&host, output)) {
            Ok(client) => drop(clients.insert(host, client)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(clients) } else { Err(Failure::Nodes(faults)) }
}

/// How one node is reached.
struct Door {
    target: Target,
    credentials: Credentials,
}

impl Door {
    fn of(
        host: &Host,
        hypervisor: &Hypervisor,
        access: &AccessFile,
        folder: &Path,
        vault: &mut Vault<'_>,
    ) -> Result<Self, NodeFault> {
        let target = Target::of(host, hypervisor, access, folder)?;
        let credentials = match access.credentials(&host.name) {
            Some(credentials) => credentials,
            None => Environment::new(&host.name).token(|variable| vault.get(&host.name, variable))?,
        };
        Ok(Self { target, credentials })
    }

    fn client(self, host: &Arc<str>, output: &mut Output) -> Result<Client, NodeFault> {
        if self.target.trust == Trust::Insecure {
            warn(host, &self.target.endpoint, output);
        }
        let transport = HttpsTransport::new(&self.target.endpoint, self.target.trust)
            .map_err(|source| NodeFault::Trust { host: host.to_string(), source })?;
        let options = ClientOptions::default().watched_by(notice::printer(host));
        Ok(Client::new(Arc::new(transport) as Arc<dyn Transport>, self.credentials, options))
    }
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

/// The secrets of the inventory, which are read only where something needs them.
struct Vault<'e> {
    examined: &'e Examined,
    secrets: Option<deevnet_inventory::Secrets>,
}

impl<'e> Vault<'e> {
    fn new(examined: &'e Examined) -> Self {
        Self { examined, secrets: None }
    }

    fn get(&mut self, host: &str, variable: &'static str) -> Result<Option<SecretString>, NodeFault> {
        let secrets = match self.secrets.take() {
            Some(secrets) => secrets,
            None => self.examined.secrets().map_err(|source| NodeFault::Inventory { host: host.to_owned(), source })?,
        };
        let found = secrets.get(host, variable).map_err(NodeFault::Secret);
        self.secrets = Some(secrets);
        found
    }
}
