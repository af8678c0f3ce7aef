//! Why a template has no result, carried through the engine.

use std::sync::Arc;

use deevnet_core::declared::{Unresolved, UnresolvedReason};
use minijinja::ErrorKind;

/// An obstacle of one template.
///
/// It travels through the engine as the source of a [`minijinja::Error`], so that an obstacle deep inside a chain of
/// variables reaches the template that started it unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    pub(super) reason: UnresolvedReason,
    pub(super) message: String,
    /// What is missing could be in an encrypted file: undefined for templates, a secret for the declaration.
    perhaps_encrypted: bool,
}

/// What the engine says where a template exceeds a bound of its own.
const ENGINE_LIMITS: &[&str] =
    &["recursion limit exceeded", "template exceeds maximum recursion limits", "repeated string is too large"];

impl Failure {
    pub(super) fn new(reason: UnresolvedReason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), perhaps_encrypted: false }
    }

    pub(super) fn limit(message: impl Into<String>) -> Self {
        Self::new(UnresolvedReason::Limit, message)
    }

    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self::new(UnresolvedReason::Failed, message)
    }

    pub(super) fn unknown(message: impl Into<String>) -> Self {
        Self::new(UnresolvedReason::UnknownFunction, message)
    }

    pub(super) fn undefined(message: impl Into<String>) -> Self {
        Self::new(UnresolvedReason::Undefined, message)
    }

    /// Something undefined that an encrypted file could define.
    pub(super) fn perhaps_encrypted(message: impl Into<String>) -> Self {
        Self { perhaps_encrypted: true, ..Self::undefined(message) }
    }

    /// The obstacle as the declaration shows it.
    pub(super) fn into_unresolved(self, template: &Arc<str>) -> Unresolved {
        let reason = if self.perhaps_encrypted { UnresolvedReason::Secret } else { self.reason };
        Unresolved::new(Arc::clone(template), reason, self.message)
    }

    /// The obstacle behind an error of the engine; `missing` describes what was last found to be undefined.
    pub(super) fn of(error: &minijinja::Error, missing: impl FnOnce() -> Option<Failure>) -> Self {
        if let Some(failure) = carried(error) {
            return failure;
        }
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        if ENGINE_LIMITS.contains(&&*detail) {
            return Self::limit(detail);
        }
        match error.kind() {
            ErrorKind::UndefinedError => missing().unwrap_or_else(|| Self::undefined("a value is undefined")),
            ErrorKind::UnknownFilter => Self::unknown(format!("the filter `{}` is not known here", subject(&detail))),
            ErrorKind::UnknownTest => Self::unknown(format!("the test `{}` is not known here", subject(&detail))),
            ErrorKind::UnknownFunction => {
                Self::unknown(format!("the function `{}` is not known here", subject(&detail)))
            }
            ErrorKind::UnknownMethod => Self::unknown(format!("a method is not known here: {detail}")),
            ErrorKind::OutOfFuel => Self::limit("the template takes too many steps or gives too much text"),
            ErrorKind::SyntaxError | ErrorKind::BadEscape => {
                Self::failed(format!("it is not a valid template: {detail}"))
            }
            _ => Self::failed(detail),
        }
    }
}

impl From<Failure> for minijinja::Error {
    fn from(failure: Failure) -> Self {
        let kind = match failure.reason {
            UnresolvedReason::Undefined => ErrorKind::UndefinedError,
            _ => ErrorKind::InvalidOperation,
        };
        Self::new(kind, failure.message.clone()).with_source(failure)
    }
}

/// The failure that an error carries, at whatever depth.
pub(super) fn carried(error: &minijinja::Error) -> Option<Failure> {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(failure) = cause.downcast_ref::<Failure>() {
            return Some(failure.clone());
        }
        source = cause.source();
    }
    None
}

/// The name in the engine's "filter NAME is unknown" and its kin.
fn subject(detail: &str) -> &str {
    let name = detail.strip_suffix(" is unknown").unwrap_or(detail);
    name.strip_prefix("filter ").or_else(|| name.strip_prefix("test ")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_survives_the_engine() {
        let failure = Failure::new(UnresolvedReason::Secret, "it is encrypted");
        let wrapped = minijinja::Error::new(ErrorKind::InvalidOperation, "outer")
            .with_source(minijinja::Error::from(failure.clone()));
        assert_eq!(Failure::of(&wrapped, || None), failure);
    }

    #[test]
    fn the_unknown_is_named() {
        let error = minijinja::Error::new(ErrorKind::UnknownFilter, "filter ansible.utils.ipaddr is unknown");
        let failure = Failure::of(&error, || None);
        assert_eq!(failure.reason, UnresolvedReason::UnknownFunction);
        assert_eq!(failure.message, "the filter `ansible.utils.ipaddr` is not known here");
    }
}
