//! Why a registry cannot do its work.

use deevnet_core::allocate::{AllocateError, LedgerConflict};

use crate::inventory::InventoryError;
#[cfg(feature = "postgres")]
use crate::postgres::PostgresError;

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
    /// The inventory cannot be used.
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    /// The database cannot be used.
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Postgres(#[from] PostgresError),
}

impl RegistryError {
    /// What to do about it, where there is something to do.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Allocate(error) => Some(error.hint()),
            Self::Conflict(error) => Some(error.hint().to_owned()),
            Self::Inventory(error) => error.hint(),
            #[cfg(feature = "postgres")]
            Self::Postgres(error) => error.hint().map(str::to_owned),
        }
    }
}
