//! Why a node cannot be asked at all.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use deevnet_inventory::SecretError;
use deevnet_proxmox::client::TokenIdError;
use deevnet_proxmox::transport::TrustError;

/// Why a node cannot be asked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NodeFault {
    /// Nothing says where it is.
    #[error("{host} has no endpoint")]
    NoEndpoint {
        /// The inventory hostname.
        host: String,
    },
    /// Nothing says who asks.
    #[error("there are no credentials for {host}")]
    NoCredentials {
        /// The inventory hostname.
        host: String,
        /// The variables of the environment that would say it.
        variables: [String; 2],
    },
    /// The token has no secret.
    #[error("there is no secret for the token of {host}")]
    NoSecret {
        /// The inventory hostname.
        host: String,
        /// The variable of the environment that would say it.
        variable: String,
    },
    /// The name of the token is none.
    #[error("the token of {host} cannot be used")]
    TokenId {
        /// The inventory hostname.
        host: String,
        /// What is wrong with it.
        source: TokenIdError,
    },
    /// A secret of the inventory cannot be had.
    #[error(transparent)]
    Secret(SecretError),
    /// The inventory could not be read again for its secrets.
    #[error("the credentials for {host} cannot be read")]
    Inventory {
        /// The inventory hostname.
        host: String,
        /// Why not.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The file of the authorities cannot be read.
    #[error("the authorities of {host} cannot be read from `{}`", path.display())]
    CaFile {
        /// The inventory hostname.
        host: String,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is to be trusted cannot be used.
    #[error("the certificate of {host} cannot be verified")]
    Trust {
        /// The inventory hostname.
        host: String,
        /// Why not.
        source: TrustError,
    },
}

impl NodeFault {
    /// The way out, where there is one to tell.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoEndpoint { .. } => {
                Some("declare `deevnet_hypervisor.endpoint`, or the address of a management interface".to_owned())
            }
            Self::NoCredentials { variables: [id, secret], .. } => {
                Some(format!("set {id} and {secret}, or name an access file"))
            }
            Self::NoSecret { variable, .. } => Some(format!("set {variable}, or keep it in the inventory's vault")),
            Self::TokenId { source, .. } => Some(source.hint().to_owned()),
            Self::Secret(error) if error.is_encrypted() => {
                Some("give the password with `--vault-password-file FILE`".to_owned())
            }
            Self::Secret(_) | Self::Inventory { .. } | Self::CaFile { .. } => None,
            Self::Trust { .. } => Some("name a file of certificates in PEM, or pin the node's own".to_owned()),
        }
    }
}

/// Why an access file cannot be used. It holds nothing of the file but the names of its keys.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessFileError {
    /// It cannot be read.
    #[error("cannot read the access file `{}`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than its owner may read it.
    #[error("others may read the access file `{}` (mode {mode:04o})", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It is not what an access file is.
    #[error("`{}` line {line}: {fault}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        fault: String,
        /// What to write instead.
        hint: Option<String>,
    },
}

impl AccessFileError {
    /// The way out.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Exposed { path, .. } => Some(format!("it holds secrets: `chmod 600 {}`", path.display())),
            Self::Malformed { hint, .. } => hint.clone(),
        }
    }
}
