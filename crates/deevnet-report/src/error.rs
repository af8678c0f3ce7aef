//! Why a page could not be made.

/// A fault of a page's template: it is a fault of this crate, whatever was to be shown.
#[derive(Debug, thiserror::Error)]
#[error("the template of the page failed")]
pub struct RenderError(#[from] minijinja::Error);
