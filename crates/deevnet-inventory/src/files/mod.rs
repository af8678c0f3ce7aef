//! The files of an inventory: which there are, in Ansible's order, and what is in them.

mod content;
mod folder;
mod parallel;
mod place;
mod script;
mod sources;
mod variables;
mod walk;

pub(crate) use content::{Content, ReadFault, read};
pub(crate) use parallel::map_in_parallel;
pub(crate) use place::Place;
pub(crate) use script::is_script;
pub(crate) use sources::host_sources;
pub(crate) use variables::{VariableFiles, variable_folder};
