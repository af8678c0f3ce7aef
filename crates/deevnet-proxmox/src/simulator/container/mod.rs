//! Containers: they are listed and read, and their options other than volumes can be changed.

mod change;
mod endpoints;
mod figures;
mod option;

pub(crate) use endpoints::ENDPOINTS;
pub(crate) use figures::row;
