//! Containers: they are listed and read, and a few of their options can be changed.

mod endpoints;
mod figures;

pub(crate) use endpoints::ENDPOINTS;
pub(crate) use figures::row;
