//! What an inventory says: tolerant, every value with its place.
//!
//! A loader (see the crate `deevnet-inventory`) merges an inventory's variables, resolves templates where it can and
//! hands over a [`Declared`]. Nothing here is judged: [`check`](crate::check()) does that.

mod declaration;
mod keys;
#[cfg(test)]
pub(crate) mod testing;
mod value;

pub use declaration::{Declared, DeclaredHost, Orphan, Variables};
pub use keys::{HOST_KEYS, SUBSTRATE_KEYS};
pub use value::{Data, Map, Unresolved, UnresolvedReason, Value};
