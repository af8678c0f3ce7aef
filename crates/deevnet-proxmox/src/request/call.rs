//! What every request has.

use serde::de::DeserializeOwned;

use crate::transport::Method;

/// Whether a request may be sent again when it is not known what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repetition {
    /// It only reads.
    Read,
    /// It changes something, and twice is the same as once: it carries a digest, or sets what it set before.
    Idempotent,
    /// It is sent once: whether it happened is found out by looking.
    Never,
}

/// A request to the API of a node, with the type of its answer.
pub trait Call {
    /// What the node answers in `data`.
    type Answer: DeserializeOwned;

    /// What the request does.
    const METHOD: Method;

    /// Whether it may be sent again.
    const REPETITION: Repetition;

    /// The path below `/api2/json`, each segment percent-encoded.
    fn path(&self) -> String;

    /// The parameters in the order in which they are sent: of the query for [`Method::Get`] and [`Method::Delete`], of the form
    /// otherwise.
    fn parameters(&self) -> Vec<(String, String)>;
}
