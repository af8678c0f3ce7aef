//! Plans as a whole.

mod machines;
mod world;
