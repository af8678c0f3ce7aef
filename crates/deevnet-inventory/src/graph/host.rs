//! One host.

use std::sync::Arc;

use deevnet_core::Span;

use super::{GroupId, VariableTable};

/// A host by its number in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HostId(pub(super) usize);

impl HostId {
    /// Its number, in the order in which hosts were first named.
    pub(crate) fn index(self) -> usize {
        self.0
    }

    /// The host of a number.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// A host as the host files list it.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) name: Arc<str>,
    /// Where it is first listed; its file is its `inventory_file`.
    pub(crate) span: Span,
    /// Where other files list it too.
    pub(crate) also: Vec<Span>,
    /// The groups that hold it directly.
    pub(crate) groups: Vec<GroupId>,
    /// The variables that the host files give it.
    pub(crate) variables: VariableTable,
}

impl Host {
    pub(super) fn new(name: Arc<str>, span: Span) -> Self {
        Self { name, span, also: Vec::new(), groups: Vec::new(), variables: VariableTable::default() }
    }

    /// Notes that it is listed once more; a place in a file that already lists it is nothing new.
    pub(super) fn listed_again(&mut self, span: Span) {
        let file = span.file_id();
        if self.span.file_id() != file && self.also.iter().all(|other| other.file_id() != file) {
            self.also.push(span);
        }
    }
}
