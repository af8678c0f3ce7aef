//! Users, tokens, tickets, roles and rights.

mod caller;
mod credentials;
pub(crate) mod endpoint;
mod privilege;
mod rights;
mod role;
mod ticket;

pub(crate) use caller::Caller;
pub(crate) use credentials::{Credentials, authenticate};
pub(crate) use rights::normalised;
