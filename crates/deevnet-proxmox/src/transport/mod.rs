//! What carries a request to a node and its answer back.

mod https;
mod message;
#[cfg(test)]
mod tests;
mod trust;

use std::future::Future;
use std::pin::Pin;

pub use https::{HttpsTransport, shown_fingerprint};
pub use message::{HttpRequest, HttpResponse, Method};
pub use trust::{Trust, TrustError};

use thiserror::Error;

/// What a transport gives: an answer, or why there is none.
pub type Exchange<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// What carries requests to one node.
///
/// An implementation sends each request once: it neither repeats one nor follows a redirect, because both would carry a
/// token to where nobody meant it to go, or do a thing twice.
pub trait Transport: Send + Sync {
    /// Sends a request and gives the answer, whatever its status.
    fn send(&self, request: HttpRequest) -> Exchange<'_>;
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TransportError {
    /// Nothing was sent: the name is unknown, the connection was refused, or the handshake failed.
    #[error("cannot connect: {reason}")]
    Connect {
        /// What the system said.
        reason: String,
    },
    /// The certificate of the node is not one that is trusted.
    #[error("the certificate is not trusted: {reason}")]
    Untrusted {
        /// What is wrong with it.
        reason: String,
        /// The SHA-256 fingerprint that the node showed, as pairs of hexadecimal digits with colons.
        fingerprint: Option<String>,
    },
    /// The connection ended after the request was sent, at least in part.
    #[error("the connection ended without an answer: {reason}")]
    Interrupted {
        /// What the system said.
        reason: String,
    },
    /// No answer came in time.
    #[error("no answer within {seconds} s")]
    TimedOut {
        /// How long it was waited for.
        seconds: u64,
    },
}

impl TransportError {
    /// Whether the request may have reached the node and may have had its effect.
    pub fn may_have_happened(&self) -> bool {
        matches!(self, Self::Interrupted { .. } | Self::TimedOut { .. })
    }
}
