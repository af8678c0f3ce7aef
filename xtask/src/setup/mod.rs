//! What has to be on the machine before anything can be tested.

pub(crate) mod collection;
pub(crate) mod packages;
pub(crate) mod toolchain;
pub(crate) mod unpacked;
pub(crate) mod virtual_environment;
