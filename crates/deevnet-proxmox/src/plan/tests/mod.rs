//! Plans as a whole.

mod changes;
mod documents;
mod limits;
mod making;
mod networks;
mod properties;
mod removals;
mod sameness;
mod strangers;
mod trial;
pub(super) mod world;
