//! Where allocated identities are kept: the inventory itself, or a PostgreSQL database that several writers share.

mod error;
mod files;
mod inventory;
#[cfg(feature = "postgres")]
pub mod postgres;
mod registry;

pub use error::RegistryError;
pub use files::{FileBatch, FileChange, FileError, FolderLock, LockError, LockHolder, Recovery};
pub use inventory::{InventoryError, InventoryRegistry, UneditableReason};
pub use registry::{Import, Registry};
