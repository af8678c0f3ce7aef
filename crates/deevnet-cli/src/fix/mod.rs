//! Safe rewrites of the inventory: found, shown as a diff, and written all or nothing.

mod place;
mod plan;

pub(crate) use plan::{Plan, withdraw_impossible};
