//! The inventory as its own registry: every identity stands in the `identity.yml` of its host, in version control.

mod error;
mod place;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use deevnet_core::allocate::{AllocateError, Batch, Holder, Identity, InterfaceMac, Ledger, Need, Request, allocate};
use deevnet_core::check;
use deevnet_core::declared::{Declared, DeclaredHost};
use deevnet_core::model::Substrate;
use deevnet_inventory::{JOURNAL_FILE, Options, load};

pub use error::{InventoryError, UneditableReason};

use self::place::identity_file;
use self::text::Given;
use crate::error::RegistryError;
use crate::files::{FileBatch, FileError, FolderLock, Recovery, folder_of};
use crate::registry::{Import, Registry};

/// The registry of one substrate that is its inventory.
///
/// Identities are read from wherever the inventory declares them and written to `host_vars/<host>/identity.yml`. While
/// they are written the inventory is locked: what is free is worked out from what stands there then, so that two
/// operators are never given one number, and all files of a batch change or none.
///
/// ```
/// use deevnet_core::allocate::Request;
/// use deevnet_inventory::{Options, load};
/// use deevnet_registry::{InventoryRegistry, Registry};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let inventory = folder.path();
/// std::fs::write(
///     inventory.join("hosts.yml"),
///     r#"all:
///   hosts: { dns-vm01: { mgmt_vm: { hypervisor: hv01 } } }
///   vars:
///     deevnet_substrate: lab
///     deevnet_mac_namespace: "02:de:20"
///     deevnet_mgmt_vmid_range: { start: 200, end: 299 }
/// "#,
/// )?;
/// let checked = deevnet_core::check(&load(inventory, &Options::default())?);
/// let mut registry = InventoryRegistry::new(inventory, Options::default());
/// let batch = registry.allocate(&Request::of(&checked.substrate)?)?;
/// assert_eq!(batch.new[0].mac.to_string(), "02:de:20:00:00:c8");
/// assert!(inventory.join("host_vars/dns-vm01/identity.yml").exists());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct InventoryRegistry {
    path: PathBuf,
    options: Options,
    command: String,
    patience: Duration,
}

impl InventoryRegistry {
    /// The registry of an inventory, a folder or a host file, which is read by these options.
    pub fn new(path: impl Into<PathBuf>, options: Options) -> Self {
        Self { path: path.into(), options, command: "deevnet".to_owned(), patience: Duration::ZERO }
    }

    /// The same registry, used by a command that those who wait for it are told of.
    #[must_use]
    pub fn for_command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// The same registry, waiting so long for another process to be done with it.
    #[must_use]
    pub fn waiting(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The folder that is locked, and that `host_vars` is in: the inventory's own, or that of its file.
    pub fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// Finishes or takes back what a stopped process left in the inventory, if one did.
    ///
    /// # Errors
    /// When the inventory cannot be locked, or what was left cannot be finished.
    pub fn recover(&self) -> Result<Option<Recovery>, RegistryError> {
        if std::fs::symlink_metadata(self.folder().join(JOURNAL_FILE)).is_err() {
            return Ok(None);
        }
        Ok(self.lock()?.recovery().cloned())
    }

    /// What the files of the inventory become when a batch is [written](Self::write) to it; nothing is written.
    ///
    /// # Errors
    /// When an identity cannot be written, because of how its host's variables are kept.
    pub fn changes(&self, batch: &Batch) -> Result<FileBatch, RegistryError> {
        self.read()?.changes(batch.identities(), &batch.interfaces)
    }

    /// Writes a batch that another registry gave, those identities too that it had given before. What the inventory has
    /// already changes nothing. Returns the files that changed.
    ///
    /// # Errors
    /// When an identity contradicts what the inventory holds, or cannot be written; then none is.
    pub fn write(&mut self, batch: &Batch) -> Result<Vec<PathBuf>, RegistryError> {
        let lock = self.lock()?;
        let reading = self.read()?;
        let mut given = Ledger::default();
        for identity in batch.identities() {
            given.insert(identity.clone())?;
        }
        let import = reading.import(&given)?;
        let changes = reading.changes(&import.new, &batch.interfaces)?;
        changes.commit(&lock).map_err(InventoryError::File)?;
        Ok(changes.changes().map(|(path, _)| path.to_owned()).collect())
    }

    /// The files that a batch which this registry gave is written to.
    pub fn files_of(&self, batch: &Batch) -> Vec<PathBuf> {
        let identities = batch.new.iter().map(|identity| &identity.host);
        let hosts: BTreeSet<&Arc<str>> = identities.chain(batch.interfaces.iter().map(|found| &found.host)).collect();
        hosts.into_iter().filter_map(|host| identity_file(self.folder(), host).ok()).collect()
    }

    /// Gives a request what it needs and writes it, as [`allocate`](Registry::allocate) does, and tells what changed in
    /// which file.
    ///
    /// # Errors
    /// When an identity cannot be given or written; then none is.
    pub fn give(&mut self, request: &Request) -> Result<(Batch, FileBatch), RegistryError> {
        let lock = self.lock()?;
        let reading = self.read()?;
        let ledger = Ledger::of(&reading.substrate)?;
        let batch = allocate(&reading.renewed(request, &ledger)?, &ledger)?;
        let changes = reading.changes(&batch.new, &batch.interfaces)?;
        changes.commit(&lock).map_err(InventoryError::File)?;
        Ok((batch, changes))
    }

    fn lock(&self) -> Result<FolderLock, InventoryError> {
        Ok(FolderLock::acquire(self.folder(), &self.command, self.patience)?)
    }

    fn read(&self) -> Result<Reading<'_>, RegistryError> {
        let declared = load(&self.path, &self.options).map_err(InventoryError::Load)?;
        let checked = check(&declared);
        let is_unread = |finding: &deevnet_core::Finding| finding.is_error() && finding.rule.is_about_reading();
        let findings: Vec<_> = checked.findings.into_iter().filter(is_unread).collect();
        if !findings.is_empty() {
            return Err(InventoryError::Unreadable { findings }.into());
        }
        Ok(Reading { folder: self.folder(), declared, substrate: checked.substrate })
    }
}

impl Registry for InventoryRegistry {
    fn ledger(&mut self) -> Result<Ledger, RegistryError> {
        Ok(Ledger::of(&self.read()?.substrate)?)
    }

    fn allocate(&mut self, request: &Request) -> Result<Batch, RegistryError> {
        Ok(self.give(request)?.0)
    }

    fn import(&mut self, ledger: &Ledger) -> Result<Import, RegistryError> {
        let lock = self.lock()?;
        let reading = self.read()?;
        let import = reading.import(ledger)?;
        reading.changes(&import.new, &[])?.commit(&lock).map_err(InventoryError::File)?;
        Ok(import)
    }
}

/// The inventory as it stands.
struct Reading<'a> {
    folder: &'a Path,
    declared: Declared,
    substrate: Substrate,
}

impl Reading<'_> {
    /// A request as the inventory has it now: what the same hosts need, and everything that is taken.
    fn renewed(&self, asked: &Request, ledger: &Ledger) -> Result<Request, RegistryError> {
        let mut request = Request::of(&self.substrate)?.aware_of(asked);
        if request.substrate() != asked.substrate() {
            let (asked, found) = (asked.substrate().clone(), request.substrate().clone());
            return Err(InventoryError::OtherSubstrate { asked, found }.into());
        }
        for host in
            asked.needs().keys().filter(|host| !request.needs().contains_key(*host)).cloned().collect::<Vec<_>>()
        {
            if ledger.get(asked.substrate(), &host).is_none() {
                return Err(InventoryError::Gone { host: host.to_string() }.into());
            }
            request.want(host, Need::Identity);
        }
        request.want_only(asked);
        Ok(request)
    }

    /// What becomes of the identities of another registry.
    fn import(&self, ledger: &Ledger) -> Result<Import, RegistryError> {
        let (request, held) = (Request::of(&self.substrate)?, Ledger::of(&self.substrate)?);
        let (mut ours, mut left_out) = (Ledger::default(), Vec::new());
        for identity in ledger.iter() {
            let is_ours = identity.substrate == *request.substrate();
            let is_known = held.get(&identity.substrate, &identity.host).is_some();
            if is_ours && (is_known || request.needs().contains_key(&identity.host)) {
                ours.insert(identity.clone())?;
            } else {
                left_out.push(identity.clone());
            }
        }
        let mut import = Import::of(&ours, &held)?;
        import.new.iter().try_for_each(|identity| may_be_given(identity, &request))?;
        import.left_out = left_out;
        Ok(import)
    }

    /// What the files become when identities and addresses of interfaces are written.
    fn changes<'a>(
        &self,
        identities: impl IntoIterator<Item = &'a Identity>,
        interfaces: &'a [InterfaceMac],
    ) -> Result<FileBatch, RegistryError> {
        let mut given: BTreeMap<&str, Given<'_>> = BTreeMap::new();
        for identity in identities {
            given.entry(&identity.host).or_default().identity = Some(identity);
        }
        for found in interfaces {
            given.entry(&found.host).or_default().macs.insert(&found.interface, found.mac);
        }
        let hosts: BTreeMap<&str, &DeclaredHost> = self.declared.hosts.iter().map(|host| (&*host.name, host)).collect();
        let mut batch = FileBatch::default();
        for (name, given) in given {
            let path = identity_file(self.folder, name)?;
            if let Some(host) = hosts.get(name) {
                self.refuse_elsewhere(host, &path, &given)?;
            }
            match std::fs::read(&path) {
                Ok(bytes) => add_to(&mut batch, path, bytes, name, &given)?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => batch.create(path, given.new_text()),
                Err(source) => return Err(InventoryError::File(FileError::Unreadable { path, source }).into()),
            }
        }
        Ok(batch)
    }

    /// A host's own variables set its identity in one file only: of several, one would hide the other. A map of
    /// addresses hides another one wherever that stands.
    fn refuse_elsewhere(&self, host: &DeclaredHost, own: &Path, given: &Given<'_>) -> Result<(), InventoryError> {
        let (own, folder) = (located(own), located(own.parent().unwrap_or(own)));
        for key in given.variables() {
            let Some(value) = host.variables.get(key) else { continue };
            let Some(position) = self.declared.sources.position(value.span()) else { continue };
            let path = located(Path::new(&*position.path));
            let is_hidden = value.as_map().is_some_and(|map| !map.is_empty());
            if path != own && (is_hidden || path.starts_with(&folder)) {
                return Err(InventoryError::SetElsewhere { host: host.name.to_string(), key, position });
            }
        }
        Ok(())
    }
}

/// A path that is the same however its folder is named; a link at its end stays one.
fn located(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Adds what a host is given to a file that exists.
fn add_to(
    batch: &mut FileBatch,
    path: PathBuf,
    bytes: Vec<u8>,
    host: &str,
    given: &Given<'_>,
) -> Result<(), InventoryError> {
    let added = String::from_utf8(bytes)
        .map_err(|_| UneditableReason::NotText)
        .and_then(|before| given.added_to(&before).map(|after| (before, after)));
    match added {
        Ok((before, after)) if before == after => {}
        Ok((before, after)) => batch.replace(path, before, after),
        Err(reason) => return Err(InventoryError::Uneditable { host: host.to_owned(), path, reason }),
    }
    Ok(())
}

/// Nothing else that the inventory declares may have an identity that is taken over.
fn may_be_given(identity: &Identity, request: &Request) -> Result<(), RegistryError> {
    let Identity { host, vmid, mac, .. } = identity;
    identity.require_derived(request.namespace())?;
    if let Some(Need::Mac(declared)) = request.needs().get(host)
        && declared != vmid
    {
        let (host, declared, registered) = (Arc::clone(host), *declared, *vmid);
        return Err(AllocateError::Differs { host, declared, registered }.into());
    }
    let is_other = |holder: &&Holder| !matches!(holder, Holder::Host { host: found } if found == host);
    if let Some(holder) = request.taken().get(&vmid.get()).filter(is_other) {
        return Err(AllocateError::VmidHeld { host: Arc::clone(host), vmid: *vmid, holder: holder.clone() }.into());
    }
    if let Some(holder) = request.macs().get(mac) {
        let (host, holder) = (Arc::clone(host), holder.clone());
        return Err(AllocateError::MacHeld { host, vmid: *vmid, mac: *mac, holder }.into());
    }
    Ok(())
}
