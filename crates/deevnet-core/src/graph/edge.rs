//! What holds things together.

use super::node::NodeKey;

/// How two things belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// A port of a switch leads to a router or another switch.
    Uplink,
    /// A port of a switch leads to a host.
    Carries,
    /// A hypervisor runs a machine.
    Runs,
    /// An interface is on a segment.
    MemberOf,
    /// A segment or a workload belongs to a tenant.
    BelongsTo,
}

crate::named::named!(EdgeKind, "kind of edge":
    Uplink => "uplink",
    Carries => "carries",
    Runs => "runs",
    MemberOf => "member-of",
    BelongsTo => "belongs-to",
);

/// A line between two nodes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Edge {
    /// Where it begins.
    pub(super) from: NodeKey,
    /// Where it ends.
    pub(super) to: NodeKey,
    /// How the two belong together.
    pub kind: EdgeKind,
    /// What is worth telling, such as the port of a switch.
    pub label: Option<String>,
}

impl Edge {
    pub(super) fn new(from: NodeKey, to: NodeKey, kind: EdgeKind, label: Option<String>) -> Self {
        Self { from, to, kind, label }
    }

    /// The name of the node where it begins.
    pub fn from(&self) -> &str {
        &self.from.name
    }

    /// The name of the node where it ends.
    pub fn to(&self) -> &str {
        &self.to.name
    }
}
