//! Why nothing is asked at all.

use crate::fault::{AccessFileError, NodeFault};

/// Why the nodes of a substrate cannot be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessError {
    /// Nothing is declared that could be asked.
    #[error("no hypervisor is declared")]
    NoHypervisor,
    /// The access file cannot be used.
    #[error(transparent)]
    File(#[from] AccessFileError),
    /// Some nodes cannot be asked; each is told.
    #[error("{} cannot be asked", nodes(.0.len()))]
    Nodes(Vec<NodeFault>),
}

fn nodes(number: usize) -> String {
    if number == 1 { "1 node".to_owned() } else { format!("{number} nodes") }
}

impl AccessError {
    /// The way out, where there is one to tell that holds for all nodes.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoHypervisor => Some("declare one with `deevnet_hypervisor`".to_owned()),
            Self::File(error) => error.hint(),
            Self::Nodes(faults) => faults.iter().find_map(NodeFault::hint),
        }
    }
}
