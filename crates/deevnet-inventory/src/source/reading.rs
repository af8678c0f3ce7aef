//! Which kind of host file it is, and what is in it.

use deevnet_core::Finding;
use deevnet_core::declared::Value;
use deevnet_core::rules;

use super::groups;
use crate::context::FileContext;
use crate::document::{self, Document};
use crate::graph::Graph;
use crate::intern::Interner;

/// A host file that was read but not yet brought into the graph.
#[derive(Debug)]
pub(crate) struct Reading {
    kind: Kind,
    findings: Vec<Finding>,
}

#[derive(Debug)]
enum Kind {
    /// A map of groups, from YAML or JSON.
    Groups(Value),
    /// Nothing that declares a host.
    Nothing,
}

/// Reads a host file by its name and bytes.
pub(crate) fn read_source(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Reading {
    let Document { value, mut findings } = document::parse(bytes, context, keys);
    let kind = match value {
        Some(value) if value.as_map().is_some() => Kind::Groups(value),
        Some(value) if !value.is_null() => {
            let message = format!("a host file must be a map of groups, not {}", value.kind());
            findings.push(context.finding(&rules::INVENTORY_STRUCTURE, value.span(), message));
            Kind::Nothing
        }
        _ => Kind::Nothing,
    };
    Reading { kind, findings }
}

impl Reading {
    /// A host file that could not be read.
    pub(crate) fn failed(finding: Finding) -> Self {
        Self { kind: Kind::Nothing, findings: vec![finding] }
    }

    /// Brings what it says into the graph.
    pub(crate) fn apply(self, graph: &mut Graph, context: FileContext<'_>, findings: &mut Vec<Finding>) {
        findings.extend(self.findings);
        match self.kind {
            Kind::Groups(root) => groups::apply(&root, graph, context, findings),
            Kind::Nothing => {}
        }
    }
}
