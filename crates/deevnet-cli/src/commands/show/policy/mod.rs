//! The firewall policy of a substrate: who reaches whom, exactly, and what is proven about it.

mod rules;
mod text;

use std::path::Path;

use deevnet_registry::FileBatch;
use deevnet_report::PolicyView;
use serde::Serialize;

use crate::failure::Failure;
use crate::format::{JSON_VERSION, to_json};
use crate::input::require_regular;
use crate::inventory::Examined;

/// What is shown when the substrate has no name.
const NAMELESS: &str = "a substrate without a name";

/// A policy that is ready to be shown.
pub(super) struct Shown<'a> {
    title: String,
    view: PolicyView<'a>,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    #[serde(flatten)]
    view: &'a PolicyView<'a>,
}

impl<'a> Shown<'a> {
    /// The policy of an examined substrate.
    pub(super) fn new(examined: &'a Examined) -> Self {
        let substrate = &examined.checked.substrate;
        let title = substrate.name.as_ref().map_or_else(|| NAMELESS.to_owned(), |name| name.value.to_string());
        Self { title, view: PolicyView::new(substrate, &examined.sources, &examined.checked.findings) }
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        text::page(&self.view)
    }

    /// For programs.
    pub(super) fn json(&self) -> Result<String, serde_json::Error> {
        to_json(&Document { version: JSON_VERSION, view: &self.view })
    }

    /// Writes the page for a browser.
    pub(super) fn write_html(&self, path: &Path) -> Result<(), Failure> {
        require_regular(path)?;
        let mut batch = FileBatch::default();
        batch.overwrite(path, self.view.html(&self.title)?);
        Ok(batch.write()?)
    }
}
