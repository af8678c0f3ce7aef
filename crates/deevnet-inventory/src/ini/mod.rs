//! Host files in INI: sections of hosts, variables and children.

mod lines;
mod literal;
mod python_string;
mod section;
mod words;

pub(crate) use lines::{Entry, Line, parse};
pub(crate) use section::{Section, SectionKind};
