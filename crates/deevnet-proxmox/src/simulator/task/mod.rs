//! Tasks: which there are, how they stand, what they wrote.

mod endpoints;
mod list;
mod show;

pub(crate) use endpoints::ENDPOINTS;
