//! Files that stayed encrypted, and what they may hide.

use deevnet_core::{Finding, Sources, Span, rules};

/// The name of a host's file that an allocation writes.
const IDENTITY_FILE: &str = "identity.yml";

/// What the names of variables begin with that an allocation writes.
const IDENTITY_PREFIX: &str = "deevnet_assigned_";

/// What names of variables begin with that hold secrets, as Ansible recommends to name them.
const SECRET_PREFIX: &str = "vault";

/// Whether an encrypted file may hide a variable although nothing else says so, by its name.
pub(crate) fn is_hideable(variable: &str) -> bool {
    variable.starts_with(SECRET_PREFIX) || variable.starts_with(IDENTITY_PREFIX)
}

/// Whether a variable is one that this file would define, by the names of both.
pub(crate) fn may_define(path: &str, variable: &str) -> bool {
    variable.starts_with(SECRET_PREFIX) || (variable.starts_with(IDENTITY_PREFIX) && is_identity(path))
}

/// The findings about the identities of a host that stayed encrypted.
pub(crate) fn unknown_identities(host: &str, encrypted: &[Span], sources: &Sources) -> Vec<Finding> {
    let positions = encrypted.iter().filter_map(|span| sources.position(*span));
    let finding = |position| {
        Finding::new(&rules::SECRET_NEEDED, format!("the identity of {host} is encrypted"), Some(position))
            .with_hint("give --vault-password-file, or keep identities in plain files")
    };
    positions.filter(|position| is_identity(&position.path)).map(finding).collect()
}

fn is_identity(path: &str) -> bool {
    path.rsplit('/').next() == Some(IDENTITY_FILE)
}
