//! One file of variables or hosts: bytes to value, whatever its format.

use std::path::Path;

use deevnet_core::declared::Value;
use deevnet_core::{Finding, rules};

use crate::context::FileContext;
use crate::intern::Interner;
use crate::{json, yaml};

/// What a file says, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The value of its only document; `None` where the file is malformed or holds nothing.
    pub(crate) value: Option<Value>,
    /// Every fault of the file.
    pub(crate) findings: Vec<Finding>,
}

/// Reads a file as Ansible reads it.
pub(crate) fn parse(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Document {
    match text(bytes, context) {
        Ok(text) => parse_text(text, context, keys),
        Err(finding) => Document { value: None, findings: vec![*finding] },
    }
}

/// Reads a document that can only be JSON.
pub(crate) fn parse_json(bytes: &[u8], context: FileContext<'_>, keys: &mut Interner) -> Document {
    let parsed = text(bytes, context)
        .and_then(|text| json::parse(text, context, keys).map_err(|fault| Box::new(fault.finding(context))));
    parsed.unwrap_or_else(|finding| Document { value: None, findings: vec![*finding] })
}

/// The text of a file, without a byte order mark.
///
/// # Errors
///
/// Where it is not UTF-8.
pub(crate) fn text<'b>(bytes: &'b [u8], context: FileContext<'_>) -> Result<&'b str, Box<Finding>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => Err(Box::new(not_unicode(bytes, error.valid_up_to(), context))),
    }
}

/// Reads text as JSON where it is, and as YAML otherwise; they differ in numbers and escapes.
fn parse_text(text: &str, context: FileContext<'_>, keys: &mut Interner) -> Document {
    if !text.trim_ascii_start().starts_with(['{', '[']) {
        return yaml::parse(text, context, keys);
    }
    let fault = match json::parse(text, context, keys) {
        Ok(document) => return document,
        Err(fault) => fault,
    };
    let document = yaml::parse(text, context, keys);
    let is_json = Path::new(context.path()).extension().is_some_and(|end| end == "json");
    if document.value.is_none() && is_json {
        return Document { value: None, findings: vec![fault.finding(context)] };
    }
    document
}

fn not_unicode(bytes: &[u8], valid: usize, context: FileContext<'_>) -> Finding {
    let before = String::from_utf8_lossy(&bytes[..valid]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    let byte = bytes.get(valid).copied().unwrap_or_default();
    context
        .finding(
            &rules::FILE_UNREADABLE,
            context.span(line, column, 1),
            format!("the byte 0x{byte:02x} is not UTF-8 text"),
        )
        .with_hint("save the file in UTF-8")
}
