//! Why a registry cannot do its work.

use deevnet_core::allocate::{AllocateError, LedgerConflict};

/// Why a registry cannot do its work; it holds what it held before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryError {
    /// An identity cannot be given.
    #[error(transparent)]
    Allocate(#[from] AllocateError),
    /// Two identities contradict each other.
    #[error(transparent)]
    Conflict(#[from] LedgerConflict),
}

impl RegistryError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Allocate(error) => Some(error.hint()),
            Self::Conflict(error) => Some(error.hint().to_owned()),
        }
    }
}
