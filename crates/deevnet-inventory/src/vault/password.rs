//! Passwords of Ansible Vault.

use std::fmt;
use std::path::{Path, PathBuf};

/// A password of Ansible Vault, perhaps for one label only.
///
/// Neither [`Debug`](fmt::Debug) nor any message ever shows the password.
#[derive(Clone, PartialEq, Eq)]
pub struct VaultPassword {
    label: Option<String>,
    secret: Vec<u8>,
}

/// Why a password file gives no password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadVaultPasswordError {
    /// It cannot be read.
    #[error("cannot read the vault password file `{}`", path.display())]
    Unreadable {
        /// The path as it was given.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It holds nothing but blanks.
    #[error("the vault password file `{}` is empty", path.display())]
    Empty {
        /// The path as it was given.
        path: PathBuf,
    },
    /// It is a program that would print the password; it is not run.
    #[error("the vault password file `{}` is a script, which is not run", path.display())]
    Script {
        /// The path as it was given.
        path: PathBuf,
    },
}

impl VaultPassword {
    /// A password for every label.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self { label: None, secret: secret.into() }
    }

    /// A password that is tried first on what carries this label.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Reads a password file as Ansible does: blanks around the password do not count.
    ///
    /// # Errors
    ///
    /// Why there is no password in it.
    pub fn read_file(path: &Path) -> Result<Self, ReadVaultPasswordError> {
        let unreadable = |source| ReadVaultPasswordError::Unreadable { path: path.to_path_buf(), source };
        let content = std::fs::read(path).map_err(unreadable)?;
        let secret = content.trim_ascii();
        if secret.starts_with(b"#!") {
            return Err(ReadVaultPasswordError::Script { path: path.to_path_buf() });
        }
        if secret.is_empty() {
            return Err(ReadVaultPasswordError::Empty { path: path.to_path_buf() });
        }
        Ok(Self::new(secret))
    }

    /// The label that it is for.
    pub(super) fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// The password itself.
    pub(super) fn secret(&self) -> &[u8] {
        &self.secret
    }
}

impl fmt::Debug for VaultPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultPassword").field("label", &self.label).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_a_password() {
        let shown = format!("{:?}", VaultPassword::new("hunter2").with_label("dev"));
        insta::assert_snapshot!(shown, @r#"VaultPassword { label: Some("dev"), .. }"#);
    }

    #[test]
    fn a_file_gives_its_password_without_blanks() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, " secret word\r\n").unwrap();
        assert_eq!(VaultPassword::read_file(&path).unwrap(), VaultPassword::new("secret word"));
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(VaultPassword::read_file(&path), Err(ReadVaultPasswordError::Empty { .. })));
        std::fs::write(&path, "#!/bin/sh\necho x").unwrap();
        assert!(matches!(VaultPassword::read_file(&path), Err(ReadVaultPasswordError::Script { .. })));
        assert!(matches!(
            VaultPassword::read_file(&folder.path().join("absent")),
            Err(ReadVaultPasswordError::Unreadable { .. })
        ));
    }
}
