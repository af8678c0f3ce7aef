//! Why a node is not served.

use std::io;

use thiserror::Error;

/// Why a node is not served.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The simulation has no such node.
    #[error("the simulation has no node `{name}`")]
    NoSuchNode {
        /// The name asked for.
        name: String,
    },
    /// There is no certificate for it.
    #[error("cannot make a certificate for `{name}`: {reason}")]
    Certificate {
        /// The name of the node.
        name: String,
        /// What went wrong.
        reason: String,
    },
    /// The socket tells no address.
    #[error("the socket tells no address")]
    Address {
        /// What the system said.
        #[source]
        source: io::Error,
    },
}
