//! Pools of guests and storages.

mod endpoints;

pub(crate) use endpoints::ENDPOINTS;
