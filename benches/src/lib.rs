//! Generated inventories to measure `deevnet` on, the same bytes for the same seed.
//!
//! Whoever tunes a program on one inventory tunes it for that inventory. Those here are made from a seed, in the
//! schema a real substrate uses and of any size, so that time can be seen to grow with the number of hosts and
//! with nothing else.

mod inventory;
pub mod nodes;
mod random;

pub use inventory::{Inventory, WriteError};
pub use random::SplitMix64;
