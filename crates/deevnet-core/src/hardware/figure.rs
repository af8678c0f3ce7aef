//! Values that say where they come from.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

/// Where a figure comes from: the address of a vendor's page, or the name of a standard.
///
/// It is never blank.
///
/// ```
/// use deevnet_core::hardware::Source;
///
/// let source: Source = "https://vendor.example/specifications".parse()?;
/// assert!(source.is_address());
/// assert!(" ".parse::<Source>().is_err());
/// # Ok::<(), deevnet_core::hardware::BlankSourceError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(Arc<str>);

impl Source {
    /// What the estate's own documents are called as a source.
    pub const ESTATE: &str = "the estate's standard";

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the address of a page.
    pub fn is_address(&self) -> bool {
        self.0.starts_with("https://") || self.0.starts_with("http://")
    }

    /// A source of this crate's own catalogue.
    pub(super) fn built_in(text: &'static str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl FromStr for Source {
    type Err = BlankSourceError;

    fn from_str(text: &str) -> Result<Self, BlankSourceError> {
        match text.trim() {
            "" => Err(BlankSourceError),
            trimmed => Ok(Self(trimmed.into())),
        }
    }
}

crate::wire::as_text!(Source, "where a figure comes from");

/// The error of a source that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a source is blank")]
#[non_exhaustive]
pub struct BlankSourceError;

impl BlankSourceError {
    /// What to write instead.
    pub const fn hint(&self) -> &'static str {
        "write the address of the vendor's page, or who measured it"
    }
}

/// A value with its source.
///
/// A figure that nobody could confirm does not exist: wherever one may be unknown it is an `Option`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure<T> {
    /// What it says.
    pub value: T,
    /// Who says so.
    pub source: Source,
}

impl<T> Figure<T> {
    /// A value and who says so.
    pub const fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }
}

impl<T: fmt::Display> fmt::Display for Figure<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}
