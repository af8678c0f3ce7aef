//! Plans as a whole.

mod machines;
mod networks;
mod properties;
mod world;
