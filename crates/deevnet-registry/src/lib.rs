//! Where identities are kept: the inventory itself, or a PostgreSQL database that several writers share.
//!
//! What is allocated is kept by a [`Registry`]; tenants are added to and removed from a [`TenantInventory`].

mod error;
mod files;
mod inventory;
#[cfg(feature = "postgres")]
pub mod postgres;
mod registry;
mod tenant;

pub use error::RegistryError;
pub use files::{FileBatch, FileChange, FileError, FolderLock, LockError, LockHolder, Recovery, below, folder_of};
pub use inventory::{InventoryError, InventoryRegistry, UneditableReason};
pub use registry::{Import, Registry};
pub use tenant::{AddedTenant, RemovedTenant, TenantEdits, TenantError, TenantInventory, TenantUser, Writing};
