//! Measured runs of `deevnet` and its rivals on generated inventories.

mod inventory;
mod measurement;
mod subject;
mod table;

pub(crate) use inventory::generate;
pub(crate) use measurement::Measurement;
pub(crate) use subject::{SUBJECTS, Subject};
pub(crate) use table::Table;
