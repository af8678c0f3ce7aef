//! JSON as Python reads it, every value with its place.

mod convert;
mod cursor;
mod reader;
mod string;

pub(crate) use convert::from_json;
pub(crate) use reader::parse;
