//! HTTP as the server speaks it: paths, forms, status lines and bodies.

mod body;
mod endpoints;
mod form;
mod formatter;
mod respond;
mod target;

pub(crate) use body::MAX_BODY;
pub(crate) use endpoints::ENDPOINTS;
pub(crate) use respond::{respond, too_large, unavailable};
