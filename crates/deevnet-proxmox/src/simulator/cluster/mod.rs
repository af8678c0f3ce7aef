//! What a node says of the whole installation, which is itself alone: resources, the next free number, options.

mod endpoints;
mod resources;

pub(crate) use endpoints::ENDPOINTS;
pub(crate) use resources::guests;
