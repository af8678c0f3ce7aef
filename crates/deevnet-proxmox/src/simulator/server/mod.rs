//! Simulated nodes behind a socket.

mod certificate;
mod connection;
mod error;
mod serving;
#[cfg(test)]
mod tests;

pub use error::ServeError;
pub use serving::{Scheme, Serving};
