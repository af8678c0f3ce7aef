//! One file of variables or hosts: bytes to value, whatever its format.

use deevnet_core::rules;

use crate::context::FileContext;
use crate::intern::Interner;
use crate::yaml;

pub(crate) use crate::yaml::Document;

/// Reads a file as Ansible reads it.
pub(crate) fn parse(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Document {
    match std::str::from_utf8(bytes) {
        Ok(text) => yaml::parse(text, context, keys),
        Err(error) => not_unicode(bytes, error.valid_up_to(), context),
    }
}

fn not_unicode(bytes: &[u8], valid: usize, context: FileContext<'_>) -> Document {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let message = format!("the byte 0x{byte:02x} is not UTF-8 text");
    let finding = context
        .finding(&rules::FILE_UNREADABLE, context.span(line, column, 1), message)
        .with_hint("save the file in UTF-8");
    Document { value: None, findings: vec![finding] }
}
