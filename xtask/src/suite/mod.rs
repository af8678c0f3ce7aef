//! The steps of the test run: what is asked of the Rust crates, and of the Python package and its Ansible use.

pub(crate) mod python;
pub(crate) mod rust;
