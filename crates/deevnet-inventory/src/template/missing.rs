//! What was found to be undefined, described only if it turns out to matter.

use std::sync::Arc;

use deevnet_core::declared::UnresolvedReason;

use super::Scope;
use super::failure::Failure;
use crate::closed::{is_hideable, may_define};

/// Something that a template looked for in vain.
///
/// Most of what is missing is met by `default`, so that noting it must cost little.
#[derive(Debug, Clone)]
pub(super) enum Missing {
    /// A variable of the host that the template belongs to.
    Variable { host: usize, name: Arc<str> },
    /// A variable of a host that was reached through `hostvars`.
    ForeignVariable { host: usize, name: Arc<str> },
    /// A host of `hostvars`.
    Host(Arc<str>),
    /// A group of `groups`.
    Group(Arc<str>),
    /// An item of a value: what kind of value, and which item as Python writes it.
    Item { owner: &'static str, key: String },
    /// Anything else.
    Other(Failure),
}

impl Missing {
    /// The obstacle, where what is missing is needed.
    pub(super) fn failure(&self, scope: &dyn Scope) -> Failure {
        match self {
            Self::Variable { host, name } => undefined_variable(scope, *host, name),
            Self::ForeignVariable { host, name } => {
                undefined_variable(scope, *host, &format!("hostvars['{}'].{name}", scope.host_name(*host)))
            }
            Self::Host(name) => Failure::undefined(format!("there is no host `{name}`")),
            Self::Group(name) => Failure::undefined(format!("there is no group `{name}`")),
            Self::Item { owner, key } => Failure::undefined(format!("{owner} has no {key}")),
            Self::Other(failure) => failure.clone(),
        }
    }
}

/// The obstacle that a variable is by its name alone: one that a file would define which stayed encrypted, as the names
/// of both say. Its absence is not known, so that nothing may stand in for it.
pub(super) fn hidden_variable(
    scope: &dyn Scope,
    host: usize,
    name: &str,
    label: impl FnOnce() -> Arc<str>,
) -> Option<Failure> {
    if !is_hideable(name) {
        return None;
    }
    let path = scope.encrypted_files(host).into_iter().find(|path| may_define(path, name))?;
    Some(Failure::new(UnresolvedReason::Secret, unseen(&label(), &path)))
}

fn undefined_variable(scope: &dyn Scope, host: usize, label: &str) -> Failure {
    match scope.encrypted_files(host).first() {
        Some(path) => Failure::perhaps_encrypted(unseen(label, path)),
        None => Failure::undefined(format!("`{label}` is not defined")),
    }
}

/// Where a variable may be that nothing defines.
fn unseen(label: &str, path: &str) -> String {
    format!("`{label}` is not defined; it may be in the encrypted file {path}")
}
