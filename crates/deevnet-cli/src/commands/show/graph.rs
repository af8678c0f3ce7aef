//! A substrate as a graph.

use std::fmt;

use deevnet_core::graph::Graph;
use deevnet_core::model::Substrate;

use super::Language;

/// The graph of a substrate in a language.
pub(super) fn drawn(substrate: &Substrate, language: Language) -> Result<String, fmt::Error> {
    let name = substrate.name.as_ref().map_or("a substrate without a name", |name| name.value.as_str());
    let graph = Graph::of(substrate);
    match language {
        Language::Mermaid => graph.mermaid(name),
        Language::Dot => graph.dot(name),
    }
}
