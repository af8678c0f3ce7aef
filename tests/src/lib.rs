#![doc = include_str!("../../README.md")]

mod inventories;
#[cfg(unix)]
pub mod postgres_server;

pub use inventories::{inventories, repository};
