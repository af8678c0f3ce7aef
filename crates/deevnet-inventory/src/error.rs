//! Why an inventory could not be read at all.

use std::path::PathBuf;

/// Why there is nothing to declare: everything else that is wrong with an inventory is a finding.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The path does not exist or may not be looked at.
    #[error("cannot read the inventory `{}`", path.display())]
    Unreachable {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The path is neither a folder nor a file, such as a device or a pipe.
    #[error("the inventory `{}` is neither a folder nor a file", path.display())]
    NotAnInventory {
        /// The path as it was given.
        path: PathBuf,
    },
    /// There is no document at all, as when the command that should have written it failed.
    #[error("`{name}` is empty, not the output of `ansible-inventory --list`")]
    Empty {
        /// The name of the document.
        name: String,
    },
}

impl LoadError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreachable { .. } => Some("give the folder that holds hosts.yml, or a host file"),
            Self::NotAnInventory { .. } => Some("give a folder or a host file; pipe JSON to standard input instead"),
            Self::Empty { .. } => Some("run `ansible-inventory -i INVENTORY --list` by itself and look at its errors"),
        }
    }
}
