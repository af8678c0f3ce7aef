//! Why a tenant could not be added or removed.

use std::path::PathBuf;

use deevnet_core::Finding;
use deevnet_core::tenant::{AddTenantError, RemoveTenantError, TenantName};
use deevnet_inventory::LoadError;
use deevnet_inventory::edit::EditError;

use super::TenantUser;
use crate::files::{FileError, LockError};

/// Why a tenant could not be added or removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TenantError {
    /// There is no inventory to read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Errors of the inventory make something unknown that has to be known.
    #[error("{} of the inventory {} it unknown {unknown}: {}", errors(findings), make(findings), first(findings))]
    Obstacles {
        /// The errors.
        findings: Vec<Finding>,
        /// What is unknown because of them.
        unknown: &'static str,
    },
    /// Something still uses the tenant that is to be removed.
    #[error("the tenant `{name}` is still in use: {}", first_user(users))]
    InUse {
        /// Its name.
        name: TenantName,
        /// What uses it.
        users: Vec<TenantUser>,
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
        source: Box<EditError>,
        /// What to do by hand.
        hint: String,
        /// The lines that are to be added, where some are.
        lines: Option<String>,
    },
    /// Files cannot be changed.
    #[error(transparent)]
    File(#[from] FileError),
    /// Another process is changing the inventory.
    #[error(transparent)]
    Locked(#[from] LockError),
}

impl TenantError {
    /// The way out.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Load(error) => error.hint().map(str::to_owned),
            Self::Obstacles { .. } => Some("put right what `deevnet check` reports".to_owned()),
            Self::InUse { users, .. } if users.len() == 1 => {
                Some("take out this use first, and then run this again".to_owned())
            }
            Self::InUse { .. } => Some("take out these uses first, and then run this again".to_owned()),
            Self::File(error) => error.hint(),
            Self::Add(error) => Some(error.hint().to_owned()),
            Self::Remove(error) => Some(error.hint()),
            Self::Uneditable { hint, .. } => Some(hint.clone()),
            Self::Locked(error) => error.hint(),
        }
    }
    /// The same error, with the lines that a person can add where a file is not edited.
    pub(super) fn with_lines(self, added: impl FnOnce() -> String) -> Self {
        match self {
            Self::Uneditable { path, source, hint, .. } => {
                Self::Uneditable { path, source, hint, lines: Some(added()) }
            }
            error => error,
        }
    }
}

fn errors(findings: &[Finding]) -> String {
    if findings.len() == 1 { "1 error".to_owned() } else { format!("{} errors", findings.len()) }
}

fn make(findings: &[Finding]) -> &'static str {
    if findings.len() == 1 { "makes" } else { "make" }
}

fn first(findings: &[Finding]) -> &str {
    findings.first().map_or("", |finding| &finding.message)
}

fn first_user(users: &[TenantUser]) -> String {
    let first = users.first().map_or("", |user| &user.description);
    if users.len() > 1 { format!("{first}, and {} more", users.len() - 1) } else { first.to_owned() }
}
