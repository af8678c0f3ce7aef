//! Files and values encrypted by Ansible Vault.
//!
//! Without a password they stay opaque. With one, files are decrypted when they are read, and values only when an
//! identity needs them.

mod cipher;
mod envelope;
mod keeper;
mod password;

pub(crate) use envelope::is_encrypted;
pub(crate) use keeper::Keeper;
pub use password::{ReadVaultPasswordError, VaultPassword};
