//! Host files: what each kind of them says about hosts and groups.

mod groups;
mod list;
mod reading;
mod sections;
mod writer;

pub(crate) use reading::{Reading, read_list, read_source};
