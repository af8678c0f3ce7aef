//! Edits of YAML files that people write: entries come and go, and every other byte stays.
//!
//! An edit inserts or removes whole lines, in the indentation and style of the file. Before it is given back it is read
//! again and compared with what it was meant to say. A layout that cannot be continued with certainty (a list in
//! brackets, an alias, a template) is refused, with the lines that say the same.

mod entry;
mod error;
mod insert;
mod lines;
mod outline;
#[cfg(test)]
mod properties;
mod remove;
mod verify;

pub use entry::{Entry, Scalar};
pub use error::EditError;
pub use insert::{append_item, append_variable, insert_entry};
pub use remove::{remove_entry, remove_item};
