//! Why an inventory cannot serve as a registry.

use std::path::PathBuf;

use deevnet_core::name::DnsLabel;
use deevnet_core::{Finding, Position};
use deevnet_inventory::LoadError;

use crate::files::{FileError, LockError};

/// Why an inventory cannot serve as a registry.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InventoryError {
    /// There is no inventory to read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The inventory cannot be locked.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Its files cannot be changed.
    #[error(transparent)]
    File(#[from] FileError),
    /// Parts of the inventory cannot be read, so that it is not known what they declare.
    #[error("the inventory cannot be read whole: {}", first(findings))]
    Unreadable {
        /// What cannot be read.
        findings: Vec<Finding>,
    },
    /// The request is for another substrate.
    #[error("the inventory is that of {found}, not of {asked}")]
    OtherSubstrate {
        /// The substrate of the request.
        asked: DnsLabel,
        /// The substrate of the inventory.
        found: DnsLabel,
    },
    /// A host does not need any more what the request asks for.
    #[error("the inventory was changed meanwhile: {host} does not need an identity any more")]
    Gone {
        /// The host.
        host: String,
    },
    /// A host keeps its variables in a single file.
    #[error("{host} keeps its variables in the single file `{}`", path.display())]
    Flat {
        /// The host.
        host: String,
        /// The file.
        path: PathBuf,
        /// Where it belongs.
        into: PathBuf,
    },
    /// A host's name cannot be that of a folder.
    #[error("`{host}` cannot be the name of a folder in host_vars")]
    HostName {
        /// The host.
        host: String,
    },
    /// A host sets a variable of its identity in another file than its own.
    #[error("{host} sets `{key}` in {}:{}", position.path, position.line)]
    SetElsewhere {
        /// The host.
        host: String,
        /// The variable.
        key: &'static str,
        /// Where it is set.
        position: Position,
    },
    /// An identity file holds something that the identity cannot be added to.
    #[error("the identity of {host} cannot be added to `{}`: {reason}", path.display())]
    Uneditable {
        /// The host.
        host: String,
        /// The file.
        path: PathBuf,
        /// Why.
        reason: UneditableReason,
    },
}

/// Why an identity cannot be added to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UneditableReason {
    /// It is encrypted.
    #[error("it is encrypted")]
    Encrypted,
    /// It is no UTF-8 text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It sets another identity, which something overrides.
    #[error("it sets another identity, which the inventory does not see")]
    Differs,
    /// It is not a plain map of variables, one a line.
    #[error("it is not a plain map of variables")]
    Shape,
}

/// The first finding, with its place, and how many there are beside it.
fn first(findings: &[Finding]) -> String {
    let Some(first) = findings.first() else { return String::new() };
    let place = first.position.as_ref().map(|position| format!("{}:{}: ", position.path, position.line));
    let more = match findings.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    format!("{}{}{more}", place.unwrap_or_default(), first.message)
}

impl InventoryError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Load(error) => error.hint().map(str::to_owned),
            Self::Lock(error) => error.hint(),
            Self::File(error) => error.hint(),
            Self::Unreadable { .. } => Some("put right what `deevnet check` reports".to_owned()),
            Self::OtherSubstrate { .. } => Some("ask the registry of that substrate".to_owned()),
            Self::Gone { .. } => Some("run the command again".to_owned()),
            Self::Flat { path, into, .. } => Some(format!(
                "beside a folder Ansible would not read it; move it first: mkdir `{folder}` and mv `{path}` `{into}`",
                folder = into.parent().unwrap_or(into).display(),
                path = path.display(),
                into = into.display(),
            )),
            Self::HostName { .. } => Some("rename the host".to_owned()),
            Self::SetElsewhere { .. } => {
                Some("remove it there: an allocation writes it to the host's identity.yml".to_owned())
            }
            Self::Uneditable { reason: UneditableReason::Differs, .. } => {
                Some("find out which identity is the true one, and what overrides it".to_owned())
            }
            Self::Uneditable { reason: UneditableReason::Encrypted, .. } => Some(
                "give --vault-password-file, so that what it says is known, or keep identities in plain files"
                    .to_owned(),
            ),
            Self::Uneditable { .. } => Some("move what else it holds to vars.yml beside it, and remove it".to_owned()),
        }
    }
}
