//! Variables of hosts that are no part of a declaration, because they are secret.

use std::sync::Arc;

use deevnet_core::declared::{Data, UnresolvedReason};
use secrecy::SecretString;
use thiserror::Error;

use crate::inventory::Inventory;
use crate::template::{Resolver, Scope};

/// The secrets of an inventory's hosts, such as the tokens of their APIs.
///
/// A [declaration](Inventory::declare) holds none of them, so that nothing that is made from it can show one. They are
/// decrypted with the passwords that the inventory was read with, and their templates are resolved as Ansible would.
///
/// ```
/// use deevnet_inventory::{Inventory, Options};
/// use secrecy::ExposeSecret;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("hosts.yml"), "hv: { hosts: { hv01: { proxmox_token_secret: s3cret } } }")?;
/// let secrets = Inventory::read(folder.path(), &Options::default())?.into_secrets();
/// let secret = secrets.get("hv01", "proxmox_token_secret")?.ok_or("none")?;
/// assert_eq!(secret.expose_secret(), "s3cret");
/// assert!(!format!("{secrets:?}").contains("s3cret"));
/// # Ok(())
/// # }
/// ```
pub struct Secrets {
    inventory: Arc<Inventory>,
    resolver: Resolver,
}

/// Why a secret cannot be had. It holds nothing of the secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{variable}` of {host} {reason}")]
pub struct SecretError {
    host: String,
    variable: String,
    reason: String,
    is_encrypted: bool,
}

impl SecretError {
    /// Whether it is encrypted, and no password opens it.
    pub fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }
}

impl Inventory {
    /// The secrets of its hosts.
    pub fn into_secrets(self) -> Secrets {
        let inventory = Arc::new(self);
        let resolver = Resolver::new(Arc::clone(&inventory) as Arc<dyn Scope>);
        Secrets { inventory, resolver }
    }
}

impl Secrets {
    /// The text of a host's variable; `None` where the host has none, or an empty one.
    ///
    /// # Errors
    /// When it is encrypted and cannot be opened, is a template without a result, or is no text.
    pub fn get(&self, host: &str, variable: &str) -> Result<Option<SecretString>, SecretError> {
        let Some(host_id) = self.inventory.graph.find_host(host) else { return Ok(None) };
        let Some(written) = self.inventory.variable(host_id, variable) else { return Ok(None) };
        let opened = self.inventory.keeper.open(written);
        let value = self.resolver.resolve(host_id.index(), &opened);
        let refuse = |reason: String, is_encrypted| {
            Err(SecretError { host: host.to_owned(), variable: variable.to_owned(), reason, is_encrypted })
        };
        match value.data() {
            Data::Null => Ok(None),
            Data::Text(text) if text.trim().is_empty() => Ok(None),
            Data::Text(text) => Ok(Some(SecretString::from(text.trim()))),
            Data::Secret(_) => refuse("is encrypted".to_owned(), true),
            Data::Unresolved(unresolved) => match unresolved.reason {
                UnresolvedReason::Secret | UnresolvedReason::WrongPassword => {
                    refuse(format!("is not known: {}", unresolved.message), true)
                }
                UnresolvedReason::Undefined | UnresolvedReason::UnknownFunction => {
                    refuse(format!("is not known: {}", unresolved.message), false)
                }
                // What such a message quotes may be a part of the secret.
                _ => refuse("is a template without a result".to_owned(), false),
            },
            _ => refuse(format!("is {}, not text", value.kind()), false),
        }
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use secrecy::ExposeSecret;

    use super::*;
    use crate::options::Options;

    fn secrets(variables: &str) -> Secrets {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("host_vars")).unwrap();
        fs::write(folder.path().join("hosts.yml"), "hv: { hosts: { hv01: } }").unwrap();
        fs::write(folder.path().join("host_vars/hv01.yml"), variables).unwrap();
        Inventory::read(folder.path(), &Options::default()).unwrap().into_secrets()
    }

    fn error(variables: &str) -> SecretError {
        secrets(variables).get("hv01", "token").unwrap_err()
    }

    #[test]
    fn a_secret_may_be_a_template_of_another() {
        let secrets = secrets("token: \"{{ vault_token }}\"\nvault_token: ' 7b2f '\nblank: ''\n");
        assert_eq!(secrets.get("hv01", "token").unwrap().unwrap().expose_secret(), "7b2f");
        assert!(secrets.get("hv01", "blank").unwrap().is_none());
        assert!(secrets.get("hv01", "absent").unwrap().is_none());
        assert!(secrets.get("hv99", "token").unwrap().is_none());
    }

    #[test]
    fn errors_say_why_and_hold_nothing_of_it() {
        insta::assert_snapshot!(error("token: '{{ gone }}'"), @"`token` of hv01 is not known: `gone` is not defined");
        insta::assert_snapshot!(error("token: [7b2f]"), @"`token` of hv01 is a list, not text");
        let failed = error("token: \"{{ 'hunter2' | int(base=99) }}\"");
        assert!(!format!("{failed:?}").contains("hunter2"), "{failed:?}");
        let encrypted = error("token: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\n");
        assert!(encrypted.is_encrypted());
        insta::assert_snapshot!(encrypted, @"`token` of hv01 is encrypted");
    }
}
