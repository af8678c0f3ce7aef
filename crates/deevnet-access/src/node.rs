//! How one node is reached, and all of them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::model::{Host, Hypervisor, Substrate};
use deevnet_inventory::Secrets;
use deevnet_proxmox::client::{Client, ClientOptions, Credentials, HttpsTransport, Trust};
use deevnet_proxmox::transport::Transport;
use secrecy::SecretString;

use crate::access_file::AccessFile;
use crate::environment::Environment;
use crate::error::AccessError;
use crate::fault::NodeFault;
use crate::target::Target;

/// How one node is reached: where it is, what is trusted there, and who asks.
#[derive(Debug, Clone)]
pub struct NodeAccess {
    host: Arc<str>,
    target: Target,
    credentials: Credentials,
}

impl NodeAccess {
    /// Where it is, and what is trusted there.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Who asks.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Whether its certificate is not verified, so that anybody between can read its token.
    pub fn is_unverified(&self) -> bool {
        self.target.trust == Trust::Insecure
    }

    /// A client of the node.
    ///
    /// # Errors
    /// When what is to be trusted cannot be used.
    pub fn client(&self, options: ClientOptions) -> Result<Client, NodeFault> {
        let transport = HttpsTransport::new(&self.target.endpoint, self.target.trust.clone())
            .map_err(|source| NodeFault::Trust { host: self.host.to_string(), source })?;
        Ok(Client::new(Arc::new(transport) as Arc<dyn Transport>, self.credentials.clone(), options))
    }
}

/// How every declared hypervisor of a substrate is reached, by its inventory hostname.
///
/// What the access file says of a node goes before the environment, and that before the inventory, whose paths count from
/// `folder`. `secrets` reads the inventory's secrets; it is called only where a token is to be found there.
///
/// # Errors
/// When no hypervisor is declared, or when a node has no endpoint, no credentials, or nothing to trust; all of it is told.
pub fn resolve<E: Error + Send + Sync + 'static>(
    substrate: &Substrate,
    folder: &Path,
    access: &AccessFile,
    secrets: impl Fn() -> Result<Secrets, E>,
) -> Result<BTreeMap<Arc<str>, NodeAccess>, AccessError> {
    let mut vault = Vault { read: secrets, secrets: None };
    let (mut nodes, mut faults) = (BTreeMap::new(), Vec::new());
    for (host, hypervisor) in substrate.hypervisors() {
        match node(host, hypervisor, access, folder, &mut vault) {
            Ok(node) => drop(nodes.insert(Arc::clone(&host.name), node)),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(AccessError::Nodes(faults));
    }
    if nodes.is_empty() { Err(AccessError::NoHypervisor) } else { Ok(nodes) }
}

fn node<E: Error + Send + Sync + 'static>(
    host: &Host,
    hypervisor: &Hypervisor,
    access: &AccessFile,
    folder: &Path,
    vault: &mut Vault<impl Fn() -> Result<Secrets, E>>,
) -> Result<NodeAccess, NodeFault> {
    let target = Target::of(host, hypervisor, access, folder)?;
    let credentials = match access.credentials(&host.name) {
        Some(credentials) => credentials,
        None => Environment::new(&host.name).token(|variable| vault.get(&host.name, variable))?,
    };
    Ok(NodeAccess { host: Arc::clone(&host.name), target, credentials })
}

/// The secrets of the inventory, which are read only where something needs them.
struct Vault<F> {
    read: F,
    secrets: Option<Secrets>,
}

impl<E: Error + Send + Sync + 'static, F: Fn() -> Result<Secrets, E>> Vault<F> {
    fn get(&mut self, host: &str, variable: &'static str) -> Result<Option<SecretString>, NodeFault> {
        let secrets = match self.secrets.take() {
            Some(secrets) => secrets,
            None => (self.read)()
                .map_err(|source| NodeFault::Inventory { host: host.to_owned(), source: Box::new(source) })?,
        };
        let found = secrets.get(host, variable).map_err(NodeFault::Secret);
        self.secrets = Some(secrets);
        found
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use deevnet_core::check::Checked;
    use deevnet_inventory::{Inventory, LoadError, Options};

    use super::*;

    const HOSTS: &str = "
hypervisors:
  hosts:
    hv01:
      deevnet_hypervisor: { plane: tenant, endpoint: 'https://10.20.99.21:8006', tls: { insecure: true } }
      proxmox_token_id: deevnet@pve!plan
      proxmox_token_secret: hunter2hunter2
    hv02:
      deevnet_hypervisor: { plane: management, endpoint: 'https://10.20.99.22:8006' }
";

    fn substrate(hosts: &str) -> (tempfile::TempDir, Checked) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hosts.yml"), hosts).unwrap();
        let checked = deevnet_core::check(&Inventory::read(folder.path(), &Options::default()).unwrap().declare());
        (folder, checked)
    }

    fn resolved(hosts: &str, access: &str) -> Result<BTreeMap<Arc<str>, NodeAccess>, AccessError> {
        let (folder, checked) = substrate(hosts);
        let access = AccessFile::parse(Path::new("nodes.toml"), access).unwrap();
        resolve(&checked.substrate, folder.path(), &access, || {
            Ok::<_, LoadError>(Inventory::read(folder.path(), &Options::default())?.into_secrets())
        })
    }

    #[test]
    fn the_access_file_completes_what_the_inventory_says() {
        let nodes = resolved(HOSTS, "[nodes.hv02]\nusername = \"root@pam\"\npassword = \"hunter2hunter2\"\n").unwrap();
        assert_eq!(nodes.keys().map(|host| &**host).collect::<Vec<_>>(), ["hv01", "hv02"]);
        assert!(nodes["hv01"].is_unverified() && !nodes["hv02"].is_unverified());
        assert!(matches!(nodes["hv02"].credentials(), Credentials::Password(_)));
        assert!(!format!("{nodes:?}").contains("hunter2"), "{nodes:?}");
    }

    #[test]
    fn every_node_that_cannot_be_asked_is_told() {
        let nothing = "hv: { hosts: { hv01: { deevnet_hypervisor: { plane: tenant } }, \
                       hv02: { deevnet_hypervisor: { plane: tenant, endpoint: 'https://10.20.99.22' } } } }";
        let error = resolved(nothing, "").unwrap_err();
        let AccessError::Nodes(faults) = &error else { panic!("{error}") };
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["hv01 has no endpoint", "there are no credentials for hv02"]);
        insta::assert_snapshot!(error, @"2 nodes cannot be asked");
    }

    #[test]
    fn a_substrate_without_hypervisors_has_nobody_to_ask() {
        assert!(matches!(resolved("all: { hosts: { pi01: {} } }", ""), Err(AccessError::NoHypervisor)));
    }

    #[test]
    fn secrets_that_nothing_needs_are_not_read() {
        let (folder, checked) =
            substrate("hv: { hosts: { hv02: { deevnet_hypervisor: { endpoint: 'https://10.0.0.1' } } } }");
        let access = "[nodes.hv02]\ntoken_id = \"a@pve!plan\"\ntoken_secret = \"x\"\n";
        let access = AccessFile::parse(Path::new("nodes.toml"), access).unwrap();
        let unread = || -> Result<Secrets, LoadError> { panic!("the secrets were read") };
        assert!(resolve(&checked.substrate, folder.path(), &access, unread).is_ok());
    }

    #[test]
    fn what_is_to_be_trusted_has_to_be_a_certificate() {
        let (folder, checked) = substrate(HOSTS);
        fs::write(folder.path().join("ca.pem"), "no certificate").unwrap();
        let path = folder.path().join("nodes.toml");
        let node = "ca_file = \"ca.pem\"\ntoken_id = \"a@pve!plan\"\ntoken_secret = \"x\"\n";
        let access = AccessFile::parse(&path, &format!("[nodes.hv01]\n{node}[nodes.hv02]\n{node}")).unwrap();
        let unread = || -> Result<Secrets, LoadError> { panic!("the secrets were read") };
        let nodes = resolve(&checked.substrate, folder.path(), &access, unread).unwrap();
        let fault = nodes["hv01"].client(ClientOptions::default()).unwrap_err();
        insta::assert_snapshot!(fault, @"the certificate of hv01 cannot be verified");
    }
}
