//! What asks a node: authentication, retries, limits and tasks.
//!
//! A [`Client`] serves one node over a [`Transport`](crate::transport::Transport). It sends a [`Call`](crate::request::Call) at
//! most as often as is safe, and [`waits`](Client::wait) for the tasks that some of them start.

mod credentials;
mod notice;
mod options;
mod retry;
mod service;
mod session;
mod task;
mod token_id;

pub use crate::transport::{HttpsTransport, Trust};
pub use credentials::{ApiToken, Credentials, Login};
pub use notice::Notice;
pub use options::{ClientOptions, Watcher};
pub use service::Client;
pub use task::TaskOutcome;
pub use token_id::{TokenId, TokenIdError};

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
