//! YAML as Ansible reads it: YAML 1.1 scalars, Ansible's tags, one document a file.
//!
//! The events of a marked parser become a [`Value`] whose every part carries its place. Neither the parser nor the
//! builder recurses, so nesting costs no stack, and aliases are shared, so they cost no memory.

mod builder;
mod duplicate;
mod merge;
mod scalar;
mod syntax;
mod tag;
mod timestamp;

use deevnet_core::Finding;
use deevnet_core::declared::Value;

use crate::context::FileContext;
use crate::intern::Interner;
use builder::Builder;

/// What a file says, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The value of its only document; `None` where the file is malformed or holds nothing.
    pub(crate) value: Option<Value>,
    /// Every fault of the file.
    pub(crate) findings: Vec<Finding>,
}

/// Reads one file's text.
pub(crate) fn parse(text: &str, context: FileContext<'_>, keys: &mut Interner) -> Document {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(finding) = syntax::forbidden_character(text, context) {
        return Document { value: None, findings: vec![finding] };
    }
    Builder::new(text, context, keys).build()
}
