//! Text that is empty where there is no value.

use std::fmt;

use serde::{Serialize, Serializer};

/// The text of a value, or empty text where there is none, as the estate's roles take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptionalText<'a, T>(Option<&'a T>);

impl<'a, T> OptionalText<'a, T> {
    pub(super) fn new(value: Option<&'a T>) -> Self {
        Self(value)
    }

    /// The value, where there is one.
    pub fn value(self) -> Option<&'a T> {
        self.0
    }
}

impl<T: fmt::Display> fmt::Display for OptionalText<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |value| value.fmt(f))
    }
}

impl<T: fmt::Display> Serialize for OptionalText<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
