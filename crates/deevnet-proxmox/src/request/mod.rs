//! What is asked of a node and what it answers, without I/O.

mod call;

pub use call::{Call, Repetition};
