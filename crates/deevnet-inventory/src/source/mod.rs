//! Host files: what each kind of them says about hosts and groups.

mod groups;
mod reading;

pub(crate) use reading::{Reading, read_source};
