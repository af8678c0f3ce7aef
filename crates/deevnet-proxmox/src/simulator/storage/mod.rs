//! Storages: what they are, how full they are, what they hold.

mod content;
mod endpoints;
mod format;

pub(crate) use content::ENDPOINTS as CONTENT;
pub(crate) use endpoints::{ENDPOINTS, resource};
