//! YAML as Ansible reads it: YAML 1.1 scalars, Ansible's tags, one document a file.
//!
//! The events of a marked parser become a [`Value`] whose every part carries its place. Neither the parser nor the
//! builder recurses, so nesting costs no stack, and aliases are shared, so they cost no memory.

mod builder;
mod line_cursor;
mod merge;
mod scalar;
mod syntax;
mod tag;
mod timestamp;

use crate::context::FileContext;
use crate::document::Document;
use crate::intern::Interner;
use builder::Builder;

/// Reads one file's text.
pub(crate) fn parse(text: &str, context: FileContext<'_>, keys: &mut Interner) -> Document {
    if let Some(finding) = syntax::forbidden_character(text, context) {
        return Document { value: None, findings: vec![finding] };
    }
    Builder::new(text, context, keys).build()
}

/// Whether text without quotes is read as that text.
pub(crate) fn is_plain_text(text: &str) -> bool {
    matches!(scalar::resolve(text), scalar::Implicit::Text)
}

#[cfg(test)]
mod tests;
