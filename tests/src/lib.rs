#![doc = include_str!("../../README.md")]

mod inventories;
#[doc = include_str!("../../docs/reference/rust.md")]
mod reference {}
#[cfg(unix)]
pub mod postgres_server;
mod tool;

pub use inventories::{inventories, repository};
pub use tool::{Tool, program};
