//! The estate's hardware, one file a vendor.

mod dell;

use std::sync::Arc;

use super::figure::{Figure, Source};
use super::profile::HardwareProfile;

/// Every profile of the estate.
pub(super) fn profiles() -> Vec<HardwareProfile> {
    vec![dell::optiplex_7050_mff()]
}

/// One place that figures are taken from.
#[derive(Debug, Clone)]
struct Cited(Source);

impl Cited {
    /// What the estate's own documents say.
    fn estate() -> Self {
        Self::at("the estate's standard")
    }

    /// A vendor's page.
    fn at(address: &'static str) -> Self {
        Self(Source::built_in(address))
    }

    /// A figure from there.
    fn figure<T>(&self, value: impl Into<T>) -> Option<Figure<T>> {
        Some(Figure::new(value.into(), self.0.clone()))
    }

    /// A figure in words from there.
    fn words(&self, text: &'static str) -> Option<Figure<Arc<str>>> {
        self.figure(text)
    }
}
