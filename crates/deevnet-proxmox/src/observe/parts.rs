//! What a node showed of something, and what of it is missing.

use std::error::Error as _;

use crate::request::{ApiError, ApiErrorKind};
use crate::survey::{Gap, GapReason};

/// What a node showed of something, and what of it is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Part<T> {
    pub(super) found: T,
    pub(super) gaps: Vec<Gap>,
}

impl<T> Part<T> {
    /// The answer to a call; nothing and a gap where there is none.
    pub(super) fn of(subject: &str, answer: Result<T, ApiError>) -> Self
    where
        T: Default,
    {
        match answer {
            Ok(found) => Self { found, gaps: Vec::new() },
            Err(error) => Self { found: T::default(), gaps: vec![gap(subject, &error)] },
        }
    }

    /// Something else made of what was shown.
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> Part<U> {
        Part { found: make(self.found), gaps: self.gaps }
    }

    /// What was shown; what is missing goes to the other gaps.
    pub(super) fn take_into(mut self, gaps: &mut Vec<Gap>) -> T {
        gaps.append(&mut self.gaps);
        self.found
    }
}

/// The gap that an error leaves.
pub(super) fn gap(subject: &str, error: &ApiError) -> Gap {
    let reason = match error.kind() {
        ApiErrorKind::Transport(error) => GapReason::Unreachable { message: error.to_string() },
        ApiErrorKind::Permission { path: Some(path), privilege: Some(privilege) } => {
            GapReason::Privilege { path: path.clone(), privilege: privilege.clone() }
        }
        _ => GapReason::Failed { message: told(error) },
    };
    Gap { subject: subject.to_owned(), reason }
}

/// An error with what stands behind it.
fn told(error: &ApiError) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
