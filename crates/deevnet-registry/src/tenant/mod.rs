//! Tenants added to and removed from an inventory in files.

mod edits;
mod error;
mod reading;

use std::path::{Path, PathBuf};
use std::time::Duration;

use deevnet_core::Position;
use deevnet_core::tenant::{RemoveTenantError, Requirement, TenantAddition, TenantRemoval, TenantRequest, TenantUse};
use deevnet_inventory::Options;
use serde::Serialize;

pub use self::edits::TenantEdits;
pub use self::error::TenantError;
use self::reading::Reading;
use crate::files::{FolderLock, folder_of};

/// An inventory in files that tenants are added to and removed from.
///
/// It is locked while it changes, and what is free or in use is worked out from what stands there then.
///
/// ```
/// use deevnet_core::tenant::TenantRequest;
/// use deevnet_inventory::Options;
/// use deevnet_registry::{TenantInventory, Writing};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path();
/// std::fs::write(path.join("hosts.yml"), "all: { hosts: { pi01: } }\n")?;
/// std::fs::create_dir(path.join("group_vars"))?;
/// std::fs::write(
///     path.join("group_vars/all.yml"),
///     "deevnet_substrate: lab
/// deevnet_site_octet: 20
/// deevnet_vlans:
///   iot: { vlan_id: 30, subnet: 10.20.30.0/24 }
/// ",
/// )?;
/// let request = TenantRequest { name: "music".parse()?, class: None, mac_policy: None };
/// let added = TenantInventory::new(path, Options::default()).add(&request, Writing::Planned)?;
/// assert_eq!(added.addition.record.segment.ok_or("none")?.vlan_id.ok_or("none")?.get(), 50);
/// assert_eq!(added.edits.paths().count(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct TenantInventory {
    path: PathBuf,
    options: Options,
    command: String,
    patience: Duration,
}

/// Whether files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// They are, all or none.
    Done,
    /// They are not; only what would be written is worked out.
    Planned,
}

/// What the addition of a tenant came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct AddedTenant {
    /// The tenant with its numbers and what the network needs for it.
    pub addition: TenantAddition,
    /// What uses the tenant before it is declared.
    pub users: Vec<TenantUser>,
    /// The files that change.
    pub edits: TenantEdits,
}

/// What the removal of a tenant came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct RemovedTenant {
    /// The tenant with its numbers, which are free again.
    pub removal: TenantRemoval,
    /// What has to be taken down, in this order.
    pub teardown: Vec<Requirement>,
    /// The files that change.
    pub edits: TenantEdits,
}

/// Something that uses a tenant, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TenantUser {
    /// What uses it and how, as a sentence has it.
    pub description: String,
    /// Where it is declared.
    pub position: Option<Position>,
}

impl TenantInventory {
    /// The inventory at a path, a folder or a host file, which is read by these options.
    pub fn new(path: impl Into<PathBuf>, options: Options) -> Self {
        Self { path: path.into(), options, command: "deevnet".to_owned(), patience: Duration::ZERO }
    }

    /// The same inventory, changed by a command that those who wait for it are told of.
    #[must_use]
    pub fn for_command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// The same inventory, waiting so long for another process to be done with it.
    #[must_use]
    pub fn waiting(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The folder that is locked, and that `group_vars` is in: the inventory's own, or that of its file.
    pub fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// Adds a tenant; where it is declared already as asked for, nothing changes.
    ///
    /// # Errors
    /// When errors of the inventory make it unknown which numbers are free, when the tenant cannot be added, or when its
    /// files cannot be changed.
    pub fn add(&self, request: &TenantRequest, writing: Writing) -> Result<AddedTenant, TenantError> {
        let lock = self.lock(writing)?;
        let reading = Reading::of(&self.path, &self.options)?;
        reading.refuse_adding()?;
        let addition = reading.substrate().plan_tenant(request)?;
        let mut edits = TenantEdits::default();
        let edited = edits.add(self.folder(), &reading, &addition);
        edited.map_err(|error| error.with_lines(|| edits::lines(&addition)))?;
        self.write(&edits, lock.as_ref())?;
        let users = users(&reading, &addition.users);
        Ok(AddedTenant { addition, users, edits })
    }

    /// Removes a tenant that nothing uses any more.
    ///
    /// # Errors
    /// When errors of the inventory make it unknown what uses the tenant, when it is still used or not declared, or when its
    /// files cannot be changed.
    pub fn remove(&self, name: &str, writing: Writing) -> Result<RemovedTenant, TenantError> {
        let lock = self.lock(writing)?;
        let reading = Reading::of(&self.path, &self.options)?;
        reading.refuse_removing()?;
        let removal = reading.substrate().plan_tenant_removal(name).map_err(|error| refused(error, &reading))?;
        let mut edits = TenantEdits::default();
        edits.remove(&reading, &removal)?;
        self.write(&edits, lock.as_ref())?;
        let teardown = reading.substrate().tenant_teardown(&removal.record);
        Ok(RemovedTenant { removal, teardown, edits })
    }

    fn lock(&self, writing: Writing) -> Result<Option<FolderLock>, TenantError> {
        match writing {
            Writing::Planned => Ok(None),
            Writing::Done => Ok(Some(FolderLock::acquire(self.folder(), &self.command, self.patience)?)),
        }
    }

    fn write(&self, edits: &TenantEdits, lock: Option<&FolderLock>) -> Result<(), TenantError> {
        lock.map_or(Ok(()), |lock| Ok(edits.batch(self.folder()).commit(lock)?))
    }
}

fn refused(error: RemoveTenantError, reading: &Reading) -> TenantError {
    match error {
        RemoveTenantError::InUse { name, users: found } => TenantError::InUse { name, users: users(reading, &found) },
        error => error.into(),
    }
}

fn users(reading: &Reading, users: &[TenantUse]) -> Vec<TenantUser> {
    let user =
        |user: &TenantUse| TenantUser { description: user.description.clone(), position: reading.position(user.span) };
    users.iter().map(user).collect()
}
