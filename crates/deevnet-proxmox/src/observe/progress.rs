//! How far an observation is.

use std::sync::Arc;

/// A step of an observation.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// A node told its virtual machines, or its containers.
    Listed {
        /// The inventory hostname of the hypervisor.
        host: Arc<str>,
        /// How many they are.
        guests: usize,
    },
    /// The configuration of a guest is read, or cannot be.
    Read {
        /// The inventory hostname of the hypervisor.
        host: Arc<str>,
    },
    /// Nothing more is asked of a node.
    Finished {
        /// The inventory hostname of the hypervisor.
        host: Arc<str>,
        /// Whether it showed everything.
        is_complete: bool,
    },
}
