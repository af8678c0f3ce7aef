//! Machines that stand on no known hypervisor.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::model::NodeName;

/// A machine that stands on no known hypervisor, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Unplaced {
    /// Its name: that of its host, or `<tenant>/<workload>`.
    pub machine: String,
    /// Why.
    #[serde(serialize_with = "as_text")]
    pub reason: UnplacedReason,
}

/// Why a machine stands on no known hypervisor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnplacedReason {
    /// Its host is a virtual machine by its form, and nothing defines it.
    Undefined,
    /// Its definition names no hypervisor.
    NoHypervisor,
    /// Its definition names a hypervisor that the inventory does not have.
    UnknownHypervisor(Arc<str>),
    /// Its definition names a host that is no hypervisor.
    NotAHypervisor(Arc<str>),
    /// Its definition names no hypervisor, and a node that not exactly one hypervisor has.
    UnknownNode(NodeName),
}

impl fmt::Display for UnplacedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("nothing defines it"),
            Self::NoHypervisor => f.write_str("it names no hypervisor"),
            Self::UnknownHypervisor(name) => write!(f, "there is no host {name}"),
            Self::NotAHypervisor(name) => write!(f, "{name} is no hypervisor"),
            Self::UnknownNode(node) => write!(f, "not exactly one hypervisor has the node {node}"),
        }
    }
}

fn as_text<S: serde::Serializer>(reason: &UnplacedReason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}
