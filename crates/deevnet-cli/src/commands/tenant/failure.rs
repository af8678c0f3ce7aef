//! Why a tenant could not be added or removed.

use std::path::PathBuf;

use deevnet_core::tenant::{AddTenantError, ParseTenantNameError, RemoveTenantError};
use deevnet_inventory::edit::EditError;
use deevnet_registry::LockError;

/// Why a tenant could not be added or removed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TenantFailure {
    /// A name that no tenant can have.
    #[error("the name cannot be a tenant's")]
    Name(#[source] ParseTenantNameError),
    /// What was read is no inventory that can be edited.
    #[error("{name} cannot be edited: it is what Ansible printed")]
    List {
        /// The list, or standard input.
        name: String,
    },
    /// The tenant cannot be added.
    #[error(transparent)]
    Add(#[from] AddTenantError),
    /// The tenant cannot be removed.
    #[error(transparent)]
    Remove(#[from] RemoveTenantError),
    /// A file is written in a way that is not edited.
    #[error("cannot edit `{}`", path.display())]
    Uneditable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: EditError,
        /// What to do by hand.
        hint: String,
    },
    /// Another process is changing the inventory.
    #[error(transparent)]
    Locked(#[from] LockError),
}

impl TenantFailure {
    /// The way out.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Name(error) => Some(error.hint().to_owned()),
            Self::List { .. } => Some("name the directory that holds hosts.yml, or a host file".to_owned()),
            Self::Add(error) => Some(error.hint().to_owned()),
            Self::Remove(error) => Some(error.hint()),
            Self::Uneditable { hint, .. } => Some(hint.clone()),
            Self::Locked(error) => error.hint(),
        }
    }
}
