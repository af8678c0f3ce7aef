//! What there is.

use std::fmt;
use std::sync::Arc;

/// What kind of thing a node is; its order is that of a picture, from the router to the tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A host that routes between segments.
    Router,
    /// A switch.
    Switch,
    /// A host that runs virtual machines.
    Hypervisor,
    /// Any other host of metal.
    Host,
    /// A virtual machine of the management plane, or a tenant's workload.
    Machine,
    /// A segment.
    Segment,
    /// A tenant.
    Tenant,
}

crate::named::named!(NodeKind, "kind of node":
    Router => "router",
    Switch => "switch",
    Hypervisor => "hypervisor",
    Host => "host",
    Machine => "machine",
    Segment => "segment",
    Tenant => "tenant",
);

/// One thing in a picture, or several of a kind that are connected alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Node {
    /// What kind of thing it is.
    pub kind: NodeKind,
    /// Its name, unique among its kind; of several things the first one's.
    pub name: Arc<str>,
    /// What is worth telling beside the name, a line each.
    pub details: Vec<String>,
    /// How many things it stands for.
    pub count: usize,
}

impl Node {
    /// One thing with nothing to tell but its name.
    pub(super) fn new(kind: NodeKind, name: Arc<str>) -> Self {
        Self { kind, name, details: Vec::new(), count: 1 }
    }

    /// The lines that a picture shows.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        let name = (self.count == 1).then_some(&*self.name);
        name.into_iter().chain(self.details.iter().map(String::as_str))
    }

    /// How edges name it.
    pub(super) fn key(&self) -> NodeKey {
        NodeKey { kind: self.kind, name: Arc::clone(&self.name) }
    }
}

/// How edges name a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeKey {
    pub(super) kind: NodeKind,
    pub(super) name: Arc<str>,
}

/// Text from a declaration with control characters escaped, so that a line stays a line.
pub(super) struct OneLine<'a>(pub(super) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            if character.is_control() { write!(f, "{}", character.escape_default()) } else { write!(f, "{character}") }
        })
    }
}
