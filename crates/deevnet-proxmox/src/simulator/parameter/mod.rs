//! What calls take: definitions of parameters, and the check of what is given against them.

mod check;
mod definition;
pub(crate) mod format;
mod property;

pub(crate) use check::check;
pub(crate) use definition::{Kind, Parameter, Pattern};
pub(crate) use format::Format;
pub(crate) use property::{Property, PropertyString};
