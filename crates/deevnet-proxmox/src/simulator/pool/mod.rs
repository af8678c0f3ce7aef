//! Pools of guests and storages.

mod change;
mod endpoints;
mod shown;

pub(crate) use endpoints::ENDPOINTS;
pub(crate) use shown::resources;
